// The till's disk as synchronization sees it. Both are called on the pump's thread: the outbox asks
// at the store's desk and waits, the inbox writes the cache itself, so that a large delta never
// delays a sale.
#pragma once
#include "pos/app/store_clerk.h"
#include "sync/client/outbox.h"

#include <functional>

namespace kopilka::app {

class JournalOutbox final : public sync::Outbox {
public:
    // `store`: of the shop, for an epoch that begins.
    JournalOutbox(StoreDesk& desk, StoreId store, const Clock& clock)
        : store_(desk), shop_(std::move(store)), clock_(clock) {}
    Result<sync::UnsentBatch> unsent(std::size_t most, std::size_t most_bytes,
                                     const std::optional<sync::KeptUpTo>& kept) override;
    Result<std::uint64_t> unsent_count(const std::optional<sync::KeptUpTo>& kept) override;
    Result<std::uint64_t> quarantined_count() override;
    Result<void> acknowledge(const sync::Acknowledgement& answer) override;
    Result<void> take_back(const std::vector<sync::HeldUpTo>& held) override;
    Result<void> take_leases(const sync::LeaseNews& news) override;
    Result<void> keep_clock(const sync::ClockReading& reading) override;

private:
    StoreDesk& store_;
    StoreId shop_;
    const Clock& clock_;
};

class CacheInbox final : public sync::Inbox {
public:
    // `on_world` is called on the pump's thread when shop settings, staff or programmes changed.
    CacheInbox(Cache& cache, const Keys& keys, const Clock& clock, std::function<void()> on_world)
        : cache_(cache), keys_(keys), clock_(clock), on_world_(std::move(on_world)) {}
    Result<std::uint64_t> position() override;
    Result<void> apply(const sync::Changes& page) override;

private:
    Cache& cache_;
    const Keys& keys_;
    const Clock& clock_;
    std::function<void()> on_world_;
};

}  // namespace kopilka::app
