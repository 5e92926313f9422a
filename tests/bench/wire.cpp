// What a till's receipts and its waiting for news cost on the line, counted at the socket.
#include "pos/sale/journal_codec.h"
#include "sync/protocol/changes_query.h"
#include "sync/protocol/codec.h"
#include "tests/bench/bench.h"
#include "tests/bench/receipt_json.h"
#include "tests/bench/relay.h"
#include "tests/bench/senders.h"
#include "tests/support/temporary_folder.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

namespace kopilka::bench {
namespace {

using namespace sync;

constexpr std::size_t kRecords = 100;  // of an upload
constexpr std::size_t kUploads = 10;
constexpr std::uint32_t kLines = 4;  // of a receipt, which is then about 300 bytes

// A till's connection that is listened in on.
class Line {
public:
    Line(const Address& server, const Identity& identity)
        : relay_(server.port),
          connection_({server.host, relay_.port()}, identity, {30'000, 120'000}, 8 << 20) {}

    ClientReply exchange(const ClientRequest& request) {
        const Passed before = relay_.passed();
        auto reply = connection_.exchange(request);
        if (!reply || reply->status != 200) throw std::runtime_error(request.target + " failed");
        took_ = relay_.passed() - before;
        return *std::move(reply);
    }
    Passed took() const { return took_; }  // the last exchange
    void drop() { connection_.drop(); }

private:
    Relay relay_;
    Connection connection_;
    Passed took_;
};

// What a new connection takes beyond the request that opened it.
Passed shake_hands(Line& line) {
    const ClientRequest health{"GET", "/v1/health", {}};
    line.drop();
    line.exchange(health);
    const Passed both = line.took();
    line.exchange(health);
    return both - line.took();
}

struct Sent {
    Passed passed;
    std::uint64_t records = 0;
    std::uint64_t canonical = 0;  // bytes
    std::uint64_t json = 0;       // bytes
    std::uint64_t position = 0;   // of the change feed, after the last

    double each(std::uint64_t bytes) const {
        return static_cast<double>(bytes) / static_cast<double>(records);
    }
};

Sent send_all(Line& line, const Journal& journal) {
    Sent sent;
    for (const Upload& upload : journal.uploads) {
        const auto reply = line.exchange({"POST", "/v1/records", encode(upload)});
        if (!is_taken(reply)) throw std::runtime_error("an upload was refused");
        sent.passed.up += line.took().up;
        sent.passed.down += line.took().down;
        sent.position = decode_upload_reply(reply.body)->statuses.back().feed_position;
        for (const Bytes& body : upload.records) {
            ++sent.records;
            sent.canonical += body.size();
            sent.json += receipt_json(*decode_record(body)).dump().size();
        }
    }
    return sent;
}

// A question for changes that the server keeps until its time is over, since there are none.
Passed poll_idly(Line& line, std::uint64_t position) {
    const auto ask = [&](std::uint64_t wait) {
        const ChangesQuery query{position, wait};
        const auto page =
            decode_changes(line.exchange({"GET", "/v1/changes?" + to_text(query), {}}).body);
        if (!page || page->whole) throw std::runtime_error("no page of changes");
        position = page->next;
        return page->changes.size();
    };
    while (ask(0) > 0) continue;
    if (ask(1) > 0) throw std::runtime_error("something changed meanwhile");
    return line.took();
}

Row told(std::string name, double value, std::string note = {}) {
    return {std::move(name), value, "B", "", {}, std::move(note)};
}

double bytes(std::uint64_t count) { return static_cast<double>(count); }

std::vector<Row> wire(const Options&) {
    const TemporaryFolder folder;
    shop_in({folder.path().string()});
    const RunningServer central(folder.path().string());
    const TillId till{"nevsky-1"};
    Line line(central.address(), enrol_at(central, till));
    const Passed first = shake_hands(line), again = shake_hands(line);
    const Sent sent = send_all(line, journal_of(till, kUploads, kRecords, kLines));
    const Passed idle = poll_idly(line, sent.position);
    const double whole = sent.each(sent.passed.up + sent.passed.down);
    return {
        told("wire: handshake of the first connection, up", bytes(first.up), "TCP payload"),
        told("wire: handshake of the first connection, down", bytes(first.down)),
        told("wire: handshake of each later one, up", bytes(again.up), "with the server's ticket"),
        told("wire: handshake of each later one, down", bytes(again.down)),
        told("wire: a receipt's record", sent.each(sent.canonical),
             std::to_string(kLines) + " lines, " + std::to_string(kRecords) + " in an upload"),
        told("wire: the same receipt as compact JSON", sent.each(sent.json),
             "what the record says, each fact once, no HTTP and TLS"),
        told("wire: a receipt, up", sent.each(sent.passed.up), "with HTTP and TLS"),
        told("wire: a receipt, down", sent.each(sent.passed.down)),
        at_most("wire: both ways against compact JSON", whole / sent.each(sent.json), "x", 0.6),
        at_most("wire: an idle question for changes, up", bytes(idle.up), "B", 300),
        at_most("wire: an idle question for changes, down", bytes(idle.down), "B", 300)};
}

}  // namespace

std::vector<Benchmark> wire_benchmarks() { return {{"wire", wire}}; }

}  // namespace kopilka::bench
