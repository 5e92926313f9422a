// The running server: listener, service and the thread that prices again, on one place; or the one
// in a store (store_server.h).
#pragma once
#include "sync/server/chain.h"
#include "sync/server/place.h"
#include "sync/transport/server.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace kopilka::sync {

class Server {
public:
    // Central. One running server a folder and a database: Errc::Busy for a second one. Listening
    // when it returns. `clock`: what tills are told the time by, and leases are lent by.
    static Result<std::unique_ptr<Server>> open(const Place& place, const Address& listen,
                                                std::function<Instant()> clock = now);
    virtual ~Server() = default;
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() { return listener().port(); }
    void stop_on_signals() { listener().stop_on_signals(); }
    void run() { listener().run(); }    // until stop() or a signal; answers what is under way
    void stop() { listener().stop(); }  // from any thread

protected:
    Server() = default;

private:
    virtual Listener& listener() = 0;
};

}  // namespace kopilka::sync
