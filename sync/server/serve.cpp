#include "sync/server/serve.h"

#include "sync/server/audit.h"
#include "sync/server/authority.h"
#include "sync/server/file_lock.h"
#include "sync/server/service.h"
#include "sync/transport/running_clock.h"

#include <filesystem>
#include <optional>

namespace kopilka::sync {
namespace {

class Central final : public Server {
public:
    explicit Central(const std::string& data)
        : lock_(data + "/serve.lock", FileLock::Others::GiveUp) {}

    Result<void> open(const Place& place, const Address& listen, std::function<Instant()> clock) {
        if (!lock_.held()) {
            return fail(Errc::Busy, "a server is running on " + place.data + " already");
        }
        auto for_requests = open_database(place, Use::Serve);
        if (!for_requests) return tl::unexpected(for_requests.error());
        auto for_records = open_another(place, **for_requests);
        if (!for_records) return tl::unexpected(for_records.error());
        auto for_audit = open_another(place, **for_requests);
        if (!for_audit) return tl::unexpected(for_audit.error());
        database_ = *std::move(for_requests);
        const auto chain = open_chain(*database_);
        if (!chain) return tl::unexpected(chain.error());
        auto authority = Authority::open(place.data, now());
        if (!authority) return tl::unexpected(authority.error());
        authority_.emplace(*std::move(authority));
        const auto identity = authority_->server_identity({listen.host, "localhost"}, now());
        if (!identity) return tl::unexpected(identity.error());
        auditor_ = std::make_unique<Auditor>(*std::move(for_audit));
        writer_ = std::make_unique<Writer>(
            *std::move(for_records),
            [this] {
                service_->written();
                auditor_->wake();
                listener_->wake();
            },
            clock);
        service_ = std::make_unique<Service>(
            *database_, *writer_, *chain, *authority_, identity->certificate,
            ServerClock{std::move(clock), [] { return static_cast<std::int64_t>(running_ms()); }});
        auto listener = Listener::open(
            listen, *identity, [this](ServerRequest& request) { return service_->answer(request); },
            [this](const std::string& from, const std::string& why) {
                service_->turned_away(from, why);
            });
        if (!listener) return tl::unexpected(listener.error());
        listener_ = *std::move(listener);
        return {};
    }

private:
    Listener& listener() override { return *listener_; }

    FileLock lock_;
    std::unique_ptr<Database> database_;
    std::optional<Authority> authority_;
    std::unique_ptr<Auditor> auditor_;
    std::unique_ptr<Service> service_;
    std::unique_ptr<Listener> listener_;
    std::unique_ptr<Writer> writer_;  // last: it tells the others what it took in
};

}  // namespace

Result<std::unique_ptr<Server>> Server::open(const Place& place, const Address& listen,
                                             std::function<Instant()> clock) {
    std::error_code ignored;  // the lock says so where there is no folder
    std::filesystem::create_directories(place.data, ignored);
    auto central = std::make_unique<Central>(place.data);
    if (auto opened = central->open(place, listen, std::move(clock)); !opened)
        return tl::unexpected(opened.error());
    return central;
}

}  // namespace kopilka::sync
