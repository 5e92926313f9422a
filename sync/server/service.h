// The server's answers to the protocol's requests (../README.md): routing, credentials, statuses.
// The listener calls it on one thread; who waits for changes is asked again by the listener.
#pragma once
#include "sync/server/tills.h"
#include "sync/transport/server.h"

#include <functional>

namespace kopilka::sync {

class Service {
public:
    // `on_taken` is called after records were taken in: re-pricing may have work.
    Service(Database& database, Chain chain, std::function<void()> on_taken)
        : database_(database), chain_(chain), on_taken_(std::move(on_taken)) {}

    std::optional<ServerReply> answer(const ServerRequest& request);

private:
    ServerReply enrolment(const ServerRequest& request);
    ServerReply records(const ServerRequest& request);
    std::optional<ServerReply> changes(const ServerRequest& request);

    Database& database_;
    Chain chain_;
    std::function<void()> on_taken_;
};

}  // namespace kopilka::sync
