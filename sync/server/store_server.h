// The running store server: `central serve --upstream URL`. Its tills find it in the shop's
// network; it hands on to central what they send, and tells them what central tells.
#pragma once
#include "sync/server/place.h"
#include "sync/transport/client.h"

#include <functional>
#include <memory>

namespace kopilka::sync {

class StoreServer {
public:
    // In a folder where `central join` has been. Listening when it returns; central need not be
    // there. Errc::Busy: one is running already; Errc::NotFound: nobody has joined here.
    static Result<std::unique_ptr<StoreServer>> open(const Place& place, const Address& listen,
                                                     const Address& central);
    ~StoreServer();
    StoreServer(const StoreServer&) = delete;
    StoreServer& operator=(const StoreServer&) = delete;

    std::uint16_t port() const;
    void stop_on_signals();
    void run();   // until stop() or a signal; answers what is under way
    void stop();  // from any thread

private:
    class Impl;
    explicit StoreServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace kopilka::sync
