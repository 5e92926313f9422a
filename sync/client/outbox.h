// What the pump needs of the till's disk. pos/app implements both over pos/store; the pump calls
// them on its own thread only, one call at a time, and they may wait for the disk.
#pragma once
#include "pos/core/result.h"
#include "sync/protocol/message.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace kopilka::sync {

// Neighbours in the journal, of one epoch: sequence `first`, `first` + 1, …
struct UnsentBatch {
    Epoch epoch{1};
    Sequence first{1};
    std::vector<Bytes> records;  // canonical bytes; empty: nothing to send
};

// The till's store server keeps the journal up to here, and hands it on.
struct KeptUpTo {
    Epoch epoch{1};
    Sequence sequence{0};
    bool operator==(const KeptUpTo&) const = default;
};

// What the server answered to a batch.
struct Acknowledgement {
    Epoch epoch{1};
    Sequence first{1};
    std::vector<RecordStatus> statuses;  // of `first`, `first` + 1, …
    Sequence watermark{0};               // the server holds the epoch up to here without a gap
    // Another copy of this journal sends under the same numbers: what follows is of this epoch.
    std::optional<Epoch> forked = {};
    // Of the record at the watermark, where the answer came by a store server: it may be about what
    // another copy of this journal sent, and is nothing to this one then.
    std::optional<Hash256> head = {};
};

class Outbox {
public:
    virtual ~Outbox() = default;
    // From the record after the last held or `kept` one: at most `most` records and about
    // `most_bytes`, one at least.
    virtual Result<UnsentBatch> unsent(std::size_t most, std::size_t most_bytes,
                                       const std::optional<KeptUpTo>& kept) = 0;
    // How many there are; across epochs it may be more than there are, but never 0 for some.
    virtual Result<std::uint64_t> unsent_count(const std::optional<KeptUpTo>& kept) = 0;
    virtual Result<std::uint64_t> quarantined_count() = 0;
    // Durable when it returns. A watermark behind the one there is says nothing new.
    virtual Result<void> acknowledge(const Acknowledgement& answer) = 0;
    // All that the server holds of this till now: each way of its journal through each epoch.
    // Where that is less than it once acknowledged, since it was restored from an older backup,
    // what follows is unsent again; durable when it returns.
    virtual Result<void> take_back(const std::vector<HeldUpTo>& held) = 0;
    // Rights that were lent to this till, or are asked back; held from when it returns, once.
    virtual Result<void> take_leases(const LeaseNews& news) = 0;
    // How the till's clock stands to the server's, whenever that is known anew.
    virtual Result<void> keep_clock(const ClockReading& reading) = 0;
};

class Inbox {
public:
    virtual ~Inbox() = default;
    // The feed position the cache has reached; 0: nothing yet.
    virtual Result<std::uint64_t> position() = 0;
    // The page and its `next` position in one transaction. `whole`: first forget what was there.
    virtual Result<void> apply(const Changes& page) = 0;
};

}  // namespace kopilka::sync
