// One keep-alive HTTP/1.1 connection from a till to a server. Never blocks longer than told, also
// when the other side answers slowly, endlessly or nonsense. No retries here: that is the session's
// business. Not for several threads at once, except interrupt().
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kopilka::sync {

struct Address {
    std::string host;  // name or numeric
    std::uint16_t port = 0;
    bool operator==(const Address&) const = default;
};
// "http://central:8700", "central:8700", "127.0.0.1:8700", "[::1]:8700". HTTPS is refused for now.
std::optional<Address> parse_address(std::string_view text);

struct Timeouts {  // milliseconds
    std::uint32_t connect = 5'000;
    std::uint32_t exchange = 15'000;  // from the first byte sent to the last one received
};

struct ClientRequest {
    std::string method;  // "GET" or "POST"
    std::string target;  // "/v1/records"
    std::string bearer;  // empty: none
    Bytes body;
};
struct ClientReply {
    unsigned status = 0;
    std::string content_type;
    Bytes body;
};

class Connection {
public:
    Connection(Address address, Timeouts timeouts, std::size_t most_body_bytes);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Begins a request (connecting if need be). `longer_ms` is added to the exchange's time limit
    // for an answer that is meant to take long. What was under way is broken off.
    void start(const ClientRequest& request, std::uint32_t longer_ms = 0);
    bool busy() const;  // a request was started and its answer not yet taken
    // Waits at most `most_ms` for the answer; nullopt: not yet (or interrupted).
    std::optional<Result<ClientReply>> wait(std::uint32_t most_ms);
    // start and wait until there is an answer or the time limit has passed.
    Result<ClientReply> exchange(const ClientRequest& request);
    void drop();  // closes; the next request connects anew

    void interrupt();  // from any thread: the wait going on, or else the next one, returns at once
    void stop();       // from any thread: every wait from now on returns at once, with an Error

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace kopilka::sync
