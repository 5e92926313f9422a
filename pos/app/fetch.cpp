#include "pos/app/fetch.h"

#include "pos/app/store_worker.h"
#include "pos/app/sync_bridge.h"
#include "sync/client/pump.h"

#include <condition_variable>
#include <mutex>

namespace kopilka::app {
namespace {

constexpr std::chrono::seconds kPatience{120};

// Hears the pump on its thread; waits on another until it is enough.
class Waiting {
public:
    explicit Waiting(FetchUntil until) : until_(until) {}
    void hear(const sync::SyncNews& news) {
        const std::lock_guard lock(mutex_);
        news_ = news;
        changed_.notify_all();
    }
    void hear_of_the_shop(bool can_sell) {
        const std::lock_guard lock(mutex_);
        can_sell_ = can_sell;
        changed_.notify_all();
    }
    Result<void> wait() {
        std::unique_lock lock(mutex_);
        const auto enough = [&] {
            return news_.caught_up || (until_ == FetchUntil::CanSell && can_sell_);
        };
        if (changed_.wait_for(lock, kPatience, enough)) return {};
        return fail(Errc::Timeout,
                    news_.cause.empty() ? "the server does not answer" : news_.cause);
    }

private:
    const FetchUntil until_;
    std::mutex mutex_;
    std::condition_variable changed_;
    sync::SyncNews news_;
    bool can_sell_ = false;
};

}  // namespace

Result<void> fetch(const Places& places, const Clock& clock, FetchUntil until) {
    auto premises = open_premises(places, clock);
    if (!premises) return tl::unexpected(premises.error());
    const Enrolment enrolment = premises->enrolment;
    const auto server = sync::parse_address(enrolment.server);
    if (!server) return fail(Errc::Invalid, "the server's address is not usable");
    const Cache& cache = *premises->cache;
    StoreWorker store({std::move(premises->journal), cache, premises->keys, premises->key_folder,
                       enrolment.till, clock, 0},
                      [](const Event&, AnswerTo) {});
    Waiting waiting(until);
    JournalOutbox outbox(store, enrolment.store, clock);
    CacheInbox inbox(*premises->cache, premises->keys, clock,
                     [&] { waiting.hear_of_the_shop(read_world(cache, enrolment).has_value()); });
    sync::PumpSettings settings;
    settings.server = *server;
    settings.till = enrolment.till;
    settings.identity = identity_of(enrolment, premises->keys);
    settings.keep_certificate = [renewed = enrolment, &premises](const Bytes& certificate) mutable {
        renewed.credentials.certificate = certificate;
        return save_enrolment(premises->key_folder, renewed);
    };
    const sync::Pump pump(settings, outbox, inbox,
                          [&](const sync::SyncNews& news) { waiting.hear(news); });
    if (auto done = waiting.wait(); !done) return done;
    if (auto world = read_world(cache, enrolment); !world) return tl::unexpected(world.error());
    return {};
}

}  // namespace kopilka::app
