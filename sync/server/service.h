// The server's answers to the protocol's requests (../README.md): routing, credentials, statuses.
// The listener calls it on one thread. Who waits, for changes or until his records are on disk, is
// asked again by the listener.
#pragma once
#include "sync/server/metrics.h"
#include "sync/server/tills.h"
#include "sync/server/writer.h"
#include "sync/transport/server.h"

#include <atomic>
#include <chrono>
#include <functional>

namespace kopilka::sync {

// Where the server's time comes from.
struct ServerClock {
    std::function<Instant()> now;              // what tills are told, and what leases end by
    std::function<std::int64_t()> running_ms;  // only goes forward
};

class Service {
public:
    // `certificate`: what the listener shows.
    Service(Database& database, RecordTaker& writer, Chain chain, const Authority& authority,
            Bytes certificate, ServerClock clock)
        : database_(database),
          writer_(writer),
          chain_(chain),
          authority_(authority),
          certificate_(std::move(certificate)),
          clock_(std::move(clock)) {}

    std::optional<ServerReply> answer(ServerRequest& request);
    void written() { head_may_be_old_ = true; }  // from any thread: the feed has come further
    void turned_away(const std::string& from, const std::string& why);  // no handshake

private:
    std::optional<ServerReply> route(ServerRequest& request);
    ServerReply metrics(const ServerRequest& request);
    std::optional<std::string> metrics_of_a_till(const ServerRequest& request, std::string& why);
    ServerReply enrolment(const ServerRequest& request);
    ServerReply renewal(const ServerRequest& request);
    std::optional<ServerReply> records(ServerRequest& request);
    UploadReply take(ServerRequest& request);
    UploadReply take_forwarded(ServerRequest& request, Upload upload);
    UploadReply hand_in(ServerRequest& request, const EnrolledTill& till, Upload upload,
                        bool renew);
    bool remembers(const ServerRequest& request, Admission admission);
    void begin_prices();
    void lend_ahead();
    std::optional<ServerReply> changes(ServerRequest& request);
    std::optional<std::uint64_t> head_lately();

    Database& database_;
    RecordTaker& writer_;
    Chain chain_;
    const Authority& authority_;
    Bytes certificate_;
    ServerClock clock_;
    Metrics metrics_;
    std::atomic<bool> head_may_be_old_ = true;
    std::uint64_t head_ = 0;
    // By the running clock:
    std::int64_t head_read_ms_ = 0;
    std::int64_t next_look_at_prices_ms_ = 0;
    std::int64_t next_lending_ms_ = 0;
};

}  // namespace kopilka::sync
