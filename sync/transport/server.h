// The listening side: HTTP/1.1 over TLS with keep-alive, one thread, bodies read in one piece. It
// knows nothing of what is said; it keeps slow, greedy and silent clients within limits.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/result.h"
#include "sync/transport/bucket.h"
#include "sync/transport/certificate.h"
#include "sync/transport/client.h"

#include <any>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace kopilka::sync {

struct ServerRequest {
    std::string method;
    std::string path;                      // "/v1/changes"
    std::string query;                     // "from=3&wait=20", without '?'
    std::optional<CertificateFacts> peer;  // whose certificate the authority issued; none: shown
    Bytes body;
    std::uint32_t waited_ms = 0;  // since the request was there
    bool last_call = false;       // the server is closing: nullopt is not taken
    std::any work;                // the handler's own, from one asking to the next
};
struct ServerReply {
    unsigned status = 200;
    std::string content_type = "application/x-protobuf";
    Bytes body;
};
// Called on the listener's thread. nullopt: "not yet", and the same request is asked again after
// wake(), and every quarter of a second.
using Handler = std::function<std::optional<ServerReply>(ServerRequest&)>;

struct ServerLimits {
    std::size_t most_body_bytes = 8 << 20;
    std::size_t most_connections = 1'000;
    std::uint32_t idle_seconds = 600;  // a kept connection without a request
    std::uint32_t slow_seconds = 30;   // a handshake, a request's body, or taking an answer
    Pace pace;  // of one certificate's requests, and of one address's without: beyond, HTTP 429
};

// Those who did not get as far as a request: from where, and why.
using TurnedAway = std::function<void(const std::string& from, const std::string& why)>;

class Listener {
public:
    // Port 0: any free one; port() tells which. Listening already when it returns.
    static Result<std::unique_ptr<Listener>> open(const Address& address, const Identity& identity,
                                                  Handler handler, TurnedAway turned_away = {},
                                                  ServerLimits limits = {});
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    std::uint16_t port() const;
    void stop_on_signals();  // SIGINT and SIGTERM mean stop()
    void run();              // until stop(); answers what is under way first
    void stop();             // from any thread
    void wake();             // from any thread: ask again those who wait

private:
    class Impl;
    explicit Listener(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace kopilka::sync
