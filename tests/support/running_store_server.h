// A real store server of store "nevsky" on a thread of its own; it may be stopped and started again
// on the same place and port. Throws where it cannot be.
#pragma once
#include "sync/server/store_keys.h"
#include "sync/server/store_server.h"
#include "tests/support/running_server.h"

#include <filesystem>

namespace kopilka::sync {

class RunningStoreServer {
public:
    // Joins `central`, which has to run, and starts.
    RunningStoreServer(const RunningServer& central, std::string data,
                       const std::string& name = "nevsky-server", const StoreId& store = {"nevsky"})
        : place_{std::move(data)}, central_(central.address()) {
        std::filesystem::create_directories(place_.data);
        const auto code =
            make_enrol_code(*central.store(), store, TillId{name}, now(), Holder::Server);
        const auto keys = join_chain(place_.data, central_, *code);
        if (!keys) throw std::runtime_error("not joined: " + keys.error().detail);
        keys_ = *keys;
        start();
    }
    RunningStoreServer(const RunningStoreServer&) = delete;
    RunningStoreServer& operator=(const RunningStoreServer&) = delete;
    ~RunningStoreServer() { stop(); }

    void start() {
        auto server = open_store_server(place_, {"127.0.0.1", port_}, central_);
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
    // Its disk is gone; the keys were saved.
    void lose_disk() {
        stop();
        for (const auto& entry : std::filesystem::directory_iterator(place_.data))
            if (entry.path().filename().string().starts_with("central.sqlite"))
                std::filesystem::remove(entry.path());
    }

    Address address() const { return {"127.0.0.1", port_, keys_.store.value}; }
    const StoreKeys& keys() const { return keys_; }
    std::unique_ptr<Database> store() const { return *open_database(place_); }

private:
    Place place_;
    Address central_;
    StoreKeys keys_;
    std::uint16_t port_ = 0;
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

}  // namespace kopilka::sync
