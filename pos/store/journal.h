// The journal: the only truth of a till. Records are hash-chained, checked on reading, and durable
// before append returns. Outbox, totals and balances are views of it, computed and never stored.
// It also keeps the drafts and what the server said of each record, in the same environment, so
// that a sale and the end of its draft are one commit; and what was seen of customers' phones.
// Not here: what the entries mean (pos/sale), searches and checks over the whole of it
// (journal_queries.h), what the till must know at start (facts.h), the network.
//
// One thread uses a Journal. After an append, acknowledge or change_drafts that failed with
// Errc::Io it refuses further writing until reopen() has read what the disk really holds.
#pragma once
#include "pos/core/result.h"
#include "pos/core/signed_card.h"
#include "pos/sale/draft.h"
#include "pos/sale/journal_codec.h"
#include "pos/store/folder.h"
#include "pos/store/lmdb.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kopilka {

// What every record of one append has in common.
struct JournalStamp {
    LocalTime at;
    Date business_date;
    CashierId cashier;  // empty: nobody signed in
};

struct JournalPlace {  // where an entry came to stand
    RecordId id;
    Hash256 hash;
    bool operator==(const JournalPlace&) const = default;
};

// A record as disk and wire carry it.
struct RawRecord {
    RecordId id;
    Hash256 hash;
    Bytes bytes;  // canonical (pos/sale/journal_format.md)
};
struct StoredRecord {
    JournalRecord record;
    Hash256 hash;
};

struct DraftChanges {
    std::vector<Draft> put;             // new, or in place of the one with the same id
    std::vector<std::uint64_t> remove;  // ids; one that is not there is no error
};

// What the server said of one record beyond "held" (which is the watermark).
enum class ServerVerdict : std::uint8_t { Applied, Quarantined };
struct ServerState {
    RecordId id;
    ServerVerdict verdict = ServerVerdict::Applied;
    std::uint64_t feed_position = 0;  // Applied: from here on the server's snapshots include it
    std::string cause;                // Quarantined
    bool operator==(const ServerState&) const = default;
};
struct Acknowledgement {
    // The last record of the contiguous held ones: the new watermark, also a lower one. Of sequence
    // 0: the server holds nothing of that epoch.
    std::optional<RecordId> held;
    std::vector<ServerState> states;
};

// How this till's clock stood to the server's when they were last compared.
struct ServerClock {
    Instant at;                        // by the till's clock
    std::int64_t ahead_ms = 0;         // of the till's clock; negative: it was late
    std::uint32_t uncertainty_ms = 0;  // either way
    bool operator==(const ServerClock&) const = default;
};

// What is left of a lease that this till holds, and when it was asked for.
struct HeldLease {
    Lease lease;  // its slices: what is left
    AskedAt asked;
    bool operator==(const HeldLease&) const = default;
};

struct OutboxView {  // the records after the watermark
    std::uint64_t count = 0;
    std::uint64_t bytes = 0;
    std::optional<LocalTime> oldest;  // nullopt also where the first of them cannot be read
    bool operator==(const OutboxView&) const = default;
};

struct JournalTuning {
    std::size_t map_bytes = std::size_t{4} << 30;
    std::size_t reserve_bytes = std::size_t{32} << 20;  // ≈ 30,000 receipts on a disk filled up
};

class Journal {
public:
    // Errc::Corrupt when the last record does not check: then `till journal verify`.
    static Result<Journal> open(const DataFolder& folder, const JournalTuning& tuning = {});
    // For commands, beside a running till or without one. Errc::NotFound: no journal here.
    static Result<Journal> open_to_read(const std::filesystem::path& data);
    // The same for a journal that may be damaged: head, watermark and outbox stay empty.
    static Result<Journal> open_to_examine(const std::filesystem::path& data);

    // An empty journal has no head; begin_epoch gives it its first record.
    const std::optional<JournalPlace>& head() const { return head_; }
    // Starts epoch 1, or the next one (`epoch` where the server named it), with a JournalOpened
    // chained to the last held record. Errc::Invalid: another till's journal, or not a later epoch.
    Result<JournalPlace> begin_epoch(const TillId& till, const StoreId& store,
                                     const JournalStamp& stamp, std::string reason,
                                     std::optional<Epoch> epoch = {});
    // All entries and draft changes in one durable transaction, or none. Errc::Full: nothing was
    // written and the journal goes on. Errc::Invalid, the same: an entry spends or gives back of a
    // lease what this till does not hold.
    Result<std::vector<JournalPlace>> append(std::span<const JournalEntry> entries,
                                             const JournalStamp& stamp,
                                             const DraftChanges& drafts = {});
    Result<void> change_drafts(const DraftChanges& drafts);
    Result<std::vector<Draft>> drafts() const;  // by id
    Result<Draft> draft(std::uint64_t id) const;

    Result<StoredRecord> read(const RecordId& id) const;
    // Up to `limit` records after `after` (from the first one on when empty), in order.
    Result<std::vector<StoredRecord>> read_after(const std::optional<RecordId>& after,
                                                 std::size_t limit) const;
    // The same as bytes, stopping before `most_bytes` would be passed; at least one if there is
    // one. They are not looked into, and their ids are those of their places: what cannot be read
    // here may be sent, and holds up nothing behind it.
    Result<std::vector<RawRecord>> raw_after(const std::optional<RecordId>& after,
                                             std::size_t limit, std::size_t most_bytes) const;

    // Rights to spend that are lent to this till and not spent yet.
    Result<std::vector<HeldLease>> leases_of(const MemberId& owner) const;
    Result<std::vector<HeldLease>> leases() const;
    // How it asked last in this epoch to hold rights ahead of visits; nullopt: it did not.
    Result<std::optional<LeaseAsked>> standing_wish() const;
    // Also one that was spent or given back: what is lent twice by mistake is held once.
    Result<bool> knows(const LeaseId& lease) const;

    // What is remembered of a customer's phone, so that a code shown once is worth nothing after a
    // restart either; nullopt: never seen here.
    Result<std::optional<DeviceMemory>> device(const PublicKey& phone) const;
    Result<void> keep_device(const PublicKey& phone, const DeviceMemory& memory);

    Result<std::optional<ServerClock>> server_clock() const;  // nullopt: never compared
    Result<void> keep_clock(const ServerClock& compared);

    const std::optional<RecordId>& watermark() const { return watermark_; }
    const OutboxView& outbox() const { return outbox_; }
    Result<void> acknowledge(const Acknowledgement& told);
    Result<std::optional<ServerState>> state(const RecordId& id) const;
    // Records that the server put aside. Looked for once, then kept count of.
    Result<std::uint64_t> quarantined_count();

    // For the queries of journal_queries.h. Views end with the transaction.
    Result<lmdb::Transaction> begin_read() const;
    // Closes, settles what is on the disk and what is not, opens, reads the head again. May be
    // called again where it failed; until it succeeds nothing is read or written.
    Result<void> reopen();

private:
    explicit Journal(lmdb::EnvironmentOptions options) : options_(std::move(options)) {}
    Result<void> open_environment();
    Result<void> read_state();
    static Result<OutboxView> read_outbox(const lmdb::Transaction& transaction,
                                          const std::optional<RecordId>& watermark);
    Result<lmdb::Transaction> begin_write();
    Result<void> put_watermark(lmdb::Transaction& transaction, const RecordId& held);
    Result<void> commit(lmdb::Transaction& transaction);
    Result<std::vector<JournalPlace>> write(std::vector<JournalRecord> records,
                                            const DraftChanges& drafts);
    Result<JournalPlace> put_record(lmdb::Transaction& transaction, const JournalRecord& record,
                                    OutboxView& outbox);

    lmdb::EnvironmentOptions options_;
    std::optional<lmdb::Environment> environment_;
    std::optional<JournalPlace> head_;
    std::optional<RecordId> watermark_;
    OutboxView outbox_;
    std::optional<std::uint64_t> quarantined_;  // nullopt: not counted yet
    bool broken_ = false;                       // a commit failed: nothing more until reopen()
};

}  // namespace kopilka
