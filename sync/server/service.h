// The server's answers to the protocol's requests (../README.md): routing, credentials, statuses.
// The listener calls it on one thread; who waits for changes is asked again by the listener.
#pragma once
#include "sync/server/metrics.h"
#include "sync/server/tills.h"
#include "sync/transport/server.h"

#include <functional>

namespace kopilka::sync {

class Service {
public:
    // `on_taken` is called after records were taken in: re-pricing may have work.
    // `certificate`: what the listener shows.
    Service(Database& database, Chain chain, const Authority& authority, Bytes certificate,
            std::function<void()> on_taken)
        : database_(database),
          chain_(chain),
          authority_(authority),
          certificate_(std::move(certificate)),
          on_taken_(std::move(on_taken)) {}

    std::optional<ServerReply> answer(const ServerRequest& request);
    void turned_away(const std::string& from, const std::string& why);  // no handshake

private:
    std::optional<ServerReply> route(const ServerRequest& request);
    ServerReply metrics(const ServerRequest& request);
    ServerReply enrolment(const ServerRequest& request);
    ServerReply renewal(const ServerRequest& request);
    ServerReply records(const ServerRequest& request);
    std::optional<ServerReply> changes(const ServerRequest& request);

    Database& database_;
    Chain chain_;
    const Authority& authority_;
    Bytes certificate_;
    std::function<void()> on_taken_;
    Metrics metrics_;
};

}  // namespace kopilka::sync
