// The real central server on a thread of its own; it may be stopped and started again on the same
// place and port. Throws where it cannot be.
#pragma once
#include "sync/client/pump.h"
#include "sync/server/reconcile.h"
#include "sync/server/serve.h"
#include "sync/server/tills.h"

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include <spdlog/spdlog.h>

namespace kopilka::sync {

class RunningServer {
public:
    // Port 0: a free one, the same at each start. `clock`: what it tells tills the time by.
    explicit RunningServer(Place place, std::uint16_t port = 0, std::string host = "127.0.0.1",
                           std::function<Instant()> clock = now)
        : place_(std::move(place)), host_(std::move(host)), clock_(std::move(clock)), port_(port) {
        start();
    }
    // With SQLite in that folder.
    explicit RunningServer(std::string data, std::uint16_t port = 0,
                           std::function<Instant()> clock = now)
        : RunningServer(Place{std::move(data)}, port, "127.0.0.1", std::move(clock)) {}
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;
    ~RunningServer() { stop(); }

    void start() {
        spdlog::set_level(spdlog::level::off);
        auto server = Server::open(place_, {host_, port_}, clock_);
        if (!server) throw std::runtime_error(server.error().detail);
        server_ = *std::move(server);
        port_ = server_->port();
        thread_ = std::thread([this] { server_->run(); });
    }
    void stop() {
        if (!server_) return;
        server_->stop();
        thread_.join();
        server_.reset();
    }
    bool is_running() const { return server_ != nullptr; }

    Address address() const { return {"127.0.0.1", port_}; }
    // A connection of one's own to the same store, as the commands have.
    std::unique_ptr<Database> store() const { return *open_database(place_); }
    Reconciliation sums() const { return *reconcile(*store()); }
    // Enrols over the wire with a code from the store.
    Credentials enrol_till(const TillId& till, const KeySeed& key) const {
        const auto code = make_enrol_code(*store(), StoreId{"nevsky"}, till, now());
        const auto reply = enrol(address(), *code, key);
        if (!reply || reply->refusal != EnrolRefusal::None)
            throw std::runtime_error("not enrolled: " +
                                     (reply ? reply->detail : reply.error().detail));
        return reply->credentials;
    }

private:
    Place place_;
    std::string host_;
    std::function<Instant()> clock_;
    std::uint16_t port_ = 0;
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

}  // namespace kopilka::sync
