// The running server: listener, service and the thread that prices again, on one place.
#pragma once
#include "sync/server/chain.h"
#include "sync/server/place.h"
#include "sync/transport/client.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace kopilka::sync {

class Server {
public:
    // One running server a folder and a database: Errc::Busy for a second one. Listening when it
    // returns. `clock`: what tills are told the time by, and leases are lent by.
    static Result<std::unique_ptr<Server>> open(const Place& place, const Address& listen,
                                                std::function<Instant()> clock = now);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const;
    void stop_on_signals();
    void run();   // until stop() or a signal; answers what is under way
    void stop();  // from any thread

private:
    class Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace kopilka::sync
