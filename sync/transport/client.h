// One keep-alive HTTP/1.1 connection over TLS from a till to a server. Never blocks longer than
// told, also when the other side answers slowly, endlessly or nonsense. No retries here: that is
// the session's business. Not for several threads at once, except interrupt().
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/result.h"
#include "sync/transport/tls.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kopilka::sync {

struct Address {
    std::string host;  // name or numeric
    std::uint16_t port = 0;
    std::string store = {};  // whose store server its certificate must name; empty: it is central's
    bool operator==(const Address&) const = default;
};
// "https://central:8700", "central:8700", "127.0.0.1:8700", "[::1]:8700". Nothing is ever sent
// without TLS: "http://" is no address.
std::optional<Address> parse_address(std::string_view text);
std::string to_string(const Address& address);  // "central:8700"

struct Timeouts {  // milliseconds
    std::uint32_t connect = 5'000;
    std::uint32_t exchange = 15'000;  // from the first byte sent to the last one received
};

struct ClientRequest {
    std::string method;  // "GET" or "POST"
    std::string target;  // "/v1/records"
    Bytes body;
};
struct ClientReply {
    unsigned status = 0;
    std::string content_type;
    Bytes body;
};

class Connection {
public:
    Connection(Address address, const Identity& identity, Timeouts timeouts,
               std::size_t most_body_bytes);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Begins a request (connecting if need be). `longer_ms` is added to the exchange's time limit
    // for an answer that is meant to take long. What was under way is broken off.
    void start(const ClientRequest& request, std::uint32_t longer_ms = 0);
    bool busy() const;  // a request was started and its answer not yet taken
    // Waits at most `most_ms` for the answer; nullopt: not yet (or interrupted).
    std::optional<Result<ClientReply>> wait(std::uint32_t most_ms);
    // start and wait until there is an answer or the time limit has passed. Errc::Invalid: one of
    // the sides does not believe the other; trying again alone will not help.
    Result<ClientReply> exchange(const ClientRequest& request);
    Bytes server_certificate() const;  // DER, of the connection as it stands; empty: there is none
    bool is_resumed() const;  // the connection as it stands began with an earlier one's ticket
    void be_patient(std::uint32_t times);   // both limits, from the next request on; 1 at first
    void drop();                            // closes; the next request connects anew
    void become(const Identity& identity);  // drops; from the next request on

    void interrupt();  // from any thread: the wait going on, or else the next one, returns at once
    void stop();       // from any thread: every wait from now on returns at once, with an Error

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace kopilka::sync
