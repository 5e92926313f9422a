// The real central server on a thread of its own; it may be stopped and started again on the same
// folder and port.
#pragma once
#include "sync/client/pump.h"
#include "sync/server/reconcile.h"
#include "sync/server/serve.h"
#include "sync/server/sqlite.h"
#include "sync/server/tills.h"

#include <memory>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

namespace kopilka::sync {

class RunningServer {
public:
    // Port 0: a free one, the same at each start.
    explicit RunningServer(std::string data, std::uint16_t port = 0)
        : data_(std::move(data)), port_(port) {
        start();
    }
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;
    ~RunningServer() { stop(); }

    void start() {
        spdlog::set_level(spdlog::level::off);
        auto server = Server::open(data_, {"127.0.0.1", port_});
        ASSERT_TRUE(server.has_value()) << server.error().detail;
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
    std::unique_ptr<Database> store() const { return *open_sqlite(database_file(data_)); }
    Reconciliation sums() const { return *reconcile(*store()); }
    // Enrols over the wire with a code from the store.
    Credentials enrol_till(const TillId& till, const KeyPair& key) const {
        const auto code = make_enrol_code(*store(), StoreId{"nevsky"}, till, now());
        const auto reply = enrol(address(), EnrolRequest{*code, key.public_key});
        EXPECT_TRUE(reply.has_value() && reply->refusal == EnrolRefusal::None);
        return reply->credentials;
    }

private:
    std::string data_;
    std::uint16_t port_ = 0;
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

}  // namespace kopilka::sync
