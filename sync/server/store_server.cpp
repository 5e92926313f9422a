#include "sync/server/store_server.h"

#include "sync/server/chain.h"
#include "sync/server/file_lock.h"
#include "sync/server/forwarder.h"
#include "sync/server/mirror.h"

#include <spdlog/spdlog.h>

namespace kopilka::sync {

namespace {

class StoreServer final : public Server {
public:
    explicit StoreServer(const std::string& data)
        : lock_(data + "/serve.lock", FileLock::Others::GiveUp) {}

    Result<void> open(const Place& place, const Address& listen, const Address& central) {
        auto keys = load_store_keys(place.data);
        if (!keys) return tl::unexpected(keys.error());
        if (!lock_.held())
            return fail(Errc::Busy, "a server is running on " + place.data + " already");
        auto for_tills = open_database(place, Use::Serve);
        if (!for_tills) return tl::unexpected(for_tills.error());
        auto for_central = open_another(place, **for_tills);
        if (!for_central) return tl::unexpected(for_central.error());
        database_ = *std::move(for_tills);
        const auto disk = open_letter_book(*database_);
        if (!disk) return tl::unexpected(disk.error());
        const Credentials& given = keys->credentials;
        if (auto taken = take_chain(*database_, given.lookup_key, given.server_generation); !taken)
            return taken;
        relay_ = std::make_unique<Relay>(*database_, keys->store, *disk, news_, now,
                                         [this] { forwarder_->wake(); });
        auto listener = Listener::open(
            listen, keys->identity(),
            [this](ServerRequest& request) { return relay_->answer(request); },
            [](const std::string& from, const std::string& why) {
                spdlog::warn("turned away from={} {}", from, why);
            });
        if (!listener) return tl::unexpected(listener.error());
        listener_ = *std::move(listener);
        ForwarderSettings settings;
        settings.central = central;
        settings.folder = place.data;
        settings.keys = *std::move(keys);
        forwarder_ = std::make_unique<Forwarder>(std::move(settings), *std::move(for_central),
                                                 news_, [this] { listener_->wake(); });
        return {};
    }

private:
    Listener& listener() override { return *listener_; }

    FileLock lock_;
    std::unique_ptr<Database> database_;
    CentralNews news_;
    std::unique_ptr<Relay> relay_;
    std::unique_ptr<Listener> listener_;
    std::unique_ptr<Forwarder> forwarder_;  // last: it wakes the listener
};

}  // namespace

Result<std::unique_ptr<Server>> open_store_server(const Place& place, const Address& listen,
                                                  const Address& central) {
    auto server = std::make_unique<StoreServer>(place.data);
    if (auto opened = server->open(place, listen, central); !opened)
        return tl::unexpected(opened.error());
    return server;
}

}  // namespace kopilka::sync
