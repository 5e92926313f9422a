// A server in this process, tills made of memory, and a network that can be spoilt.
#pragma once
#include "pos/sale/journal_codec.h"
#include "sync/client/pump.h"
#include "sync/server/database.h"
#include "sync/server/reconcile.h"
#include "tests/support/raw_server.h"
#include "tests/support/running_server.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace kopilka::sync {

MemberId member_id(std::uint8_t n);
Member plain_member(std::uint8_t n);
void keep(Database& database, const Member& member);
// One article, priced without programmes, so that the server finds the same.
Sale plain_sale(std::uint64_t number, std::int64_t kopecks);
// The same for a member, with points earned.
Sale member_sale(std::uint64_t number, std::int64_t kopecks, const MemberId& member,
                 std::int64_t points);
KeySeed seed_of(const TillId& till);
KeyPair key_of(const TillId& till);
Identity identity_of(const TillId& till, const Credentials& credentials);

// A till's journal and cache in memory.
class MemoryTill : public Outbox, public Inbox {
public:
    // `previous`: what the epoch's first record names.
    explicit MemoryTill(TillId till, Epoch epoch = Epoch{1}, Hash256 previous = {})
        : till_(till), epoch_(epoch), head_(previous) {}

    void set_day(Date day);                 // of what is appended next
    Bytes append(JournalEntry entry);       // chained
    void append_bytes(const Bytes& bytes);  // whatever they are
    void forget(std::uint64_t sequence);    // a gap in what is kept: only later records are left

    Result<UnsentBatch> unsent(std::size_t most, std::size_t most_bytes,
                               const std::optional<KeptUpTo>& kept) override;
    Result<std::uint64_t> unsent_count(const std::optional<KeptUpTo>& kept) override;
    Result<std::uint64_t> quarantined_count() override;
    Result<void> acknowledge(const Acknowledgement& answer) override;
    Result<void> take_back(const std::vector<HeldUpTo>& held) override;
    Result<void> take_leases(const LeaseNews& news) override;
    Result<void> keep_clock(const ClockReading&) override { return {}; }
    Result<std::uint64_t> position() override;
    Result<void> apply(const Changes& page) override;

    std::uint64_t watermark() const;
    std::map<std::uint64_t, RecordStatus> statuses() const;
    std::map<std::string, Change> things() const;
    std::vector<Lease> lent() const;  // as told, more than once where it was
    Upload upload_of(std::uint64_t first, std::size_t count) const;  // signed
    const TillId& till() const { return till_; }
    const Hash256& head() const { return head_; }

private:
    std::uint64_t handed_over(const std::optional<KeptUpTo>& kept) const;

    mutable std::mutex mutex_;
    TillId till_;
    Epoch epoch_;
    std::vector<Bytes> records_;
    Hash256 head_;
    Date day_{20'600};
    std::uint64_t watermark_ = 0;
    std::map<std::uint64_t, RecordStatus> statuses_;
    std::map<std::string, Change> things_;
    std::vector<Lease> lent_;
    std::uint64_t position_ = 0;
};

inline constexpr auto kAllSent = [](const SyncNews& news) {
    return news.online && news.unsent == 0;
};

// The pump of such a till, its news, and waiting for them.
class PumpedTill {
public:
    PumpedTill(MemoryTill& till, Address server, const Credentials& credentials,
               Timeouts timeouts = {}, std::optional<Address> store_server = {});
    ~PumpedTill();
    void wake() { pump_->wake(); }
    SyncNews news() const;
    Bytes certificate() const;  // the newest that it was given; empty: none was renewed
    // Until the news are so, or so long.
    bool wait_for(const std::function<bool(const SyncNews&)>& so,
                  std::chrono::seconds most = std::chrono::seconds(20));

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    SyncNews news_;
    Bytes certificate_;
    bool told_ = false;
    std::unique_ptr<Pump> pump_;
};

// Forwards both ways until so many bytes of answers have passed, then cuts the connection.
void forward(int client, const Address& server, std::size_t answer_bytes);

}  // namespace kopilka::sync
