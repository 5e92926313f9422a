#include "pos/app/enrol_command.h"

#include "pos/app/sync_bridge.h"
#include "sync/client/pump.h"

#include <condition_variable>
#include <mutex>

namespace kopilka::app {
namespace {

constexpr std::chrono::seconds kPatience{120};

// Hears the pump's news on its thread; waits on another until the cache has caught up with the
// server.
class CaughtUp {
public:
    void hear(const sync::SyncNews& news) {
        const std::lock_guard lock(mutex_);
        news_ = news;
        changed_.notify_all();
    }
    Result<void> wait() {
        std::unique_lock lock(mutex_);
        if (changed_.wait_for(lock, kPatience, [&] { return news_.caught_up; })) return {};
        return fail(Errc::Timeout,
                    news_.cause.empty() ? "the server does not answer" : news_.cause);
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    sync::SyncNews news_;
};

// Goods, members, programmes and settings, as far as the server has them.
Result<void> fetch(const Places& places, const sync::Address& server, const Clock& clock) {
    auto premises = open_premises(places, clock);
    if (!premises) return tl::unexpected(premises.error());
    const Enrolment enrolment = premises->enrolment;
    const Cache& cache = *premises->cache;
    StoreWorker store({std::move(premises->journal), cache, premises->keys, premises->key_folder,
                       enrolment.till, clock, 0},
                      [](const Event&, AnswerTo) {});
    JournalOutbox outbox(store);
    CacheInbox inbox(*premises->cache, premises->keys, clock, [] {});
    CaughtUp caught_up;
    sync::PumpSettings settings;
    settings.server = server;
    settings.till = enrolment.till;
    settings.identity = identity_of(enrolment, premises->keys);
    settings.keep_certificate = [renewed = enrolment, &premises](const Bytes& certificate) mutable {
        renewed.credentials.certificate = certificate;
        return save_enrolment(premises->key_folder, renewed);
    };
    const sync::Pump pump(settings, outbox, inbox,
                          [&](const sync::SyncNews& news) { caught_up.hear(news); });
    if (auto done = caught_up.wait(); !done) return done;
    if (auto world = read_world(cache, enrolment, clock.now()); !world)
        return tl::unexpected(world.error());
    return {};
}

// Keys and credentials, kept before anything is journaled. Errc::Invalid: the server refused.
Result<Enrolment> become_a_till(const EnrolOptions& options, const sync::Address& server) {
    auto folder = DataFolder::lock(options.places.data);
    if (!folder) return tl::unexpected(folder.error());
    const std::filesystem::path key_folder = options.places.key_folder();
    auto kept = load_keys(key_folder);
    if (!kept && kept.error().code != Errc::NotFound) return tl::unexpected(kept.error());
    Keys keys = kept ? *kept : make_keys();
    const auto reply = sync::enrol(server, options.code, keys.till_seed);
    if (!reply) return tl::unexpected(reply.error());
    if (reply->refusal != sync::EnrolRefusal::None) return fail(Errc::Invalid, reply->detail);
    keys.lookup = reply->credentials.lookup_key;
    if (auto saved = save_keys(key_folder, keys); !saved) return tl::unexpected(saved.error());
    Enrolment enrolment{reply->till, reply->store, options.server, reply->credentials};
    if (auto saved = save_enrolment(key_folder, enrolment); !saved)
        return tl::unexpected(saved.error());
    return enrolment;
}

}  // namespace

int enrol_command(const EnrolOptions& options, const Clock& clock, std::ostream& out,
                  std::ostream& errors) {
    const auto complain = [&](const std::string& text, int code) {
        errors << "till enrol: " << text << "\n";
        return code;
    };
    const auto address = sync::parse_address(options.server);
    if (!address) return complain("--server wants an address like https://central:8700", 2);
    const auto enrolment = become_a_till(options, *address);
    if (!enrolment)
        return complain(enrolment.error().detail, enrolment.error().code == Errc::Invalid ? 1 : 2);
    out << "enrolled as till " << enrolment->till.value << " of store " << enrolment->store.value
        << "\n";
    if (const auto fetched = fetch(options.places, *address, clock); !fetched)
        return complain(fetched.error().detail, 2);
    out << "goods, members, programmes and settings are here: ready to sell\n";
    return 0;
}

}  // namespace kopilka::app
