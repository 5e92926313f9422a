// The network comes back: all tills of a chain send what they sold meanwhile, at once, to one
// server over TLS, while others go on selling.
#include "sync/client/pump.h"
#include "sync/protocol/codec.h"
#include "sync/server/serve.h"
#include "sync/transport/client.h"
#include "tests/bench/bench.h"
#include "tests/bench/journals.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include <spdlog/spdlog.h>

namespace kopilka::bench {
namespace {

using namespace sync;
using Seconds = std::chrono::duration<double>;

constexpr std::size_t kTills = 200;
constexpr std::size_t kSelling = 5;

Seconds since(std::chrono::steady_clock::time_point start) {
    return std::chrono::steady_clock::now() - start;
}

// A till that has its journal ready, and a certificate.
struct Sender {
    Journal journal;
    Identity identity;
    Seconds took{};
    std::vector<double> answers;  // seconds, of each upload
    bool failed = false;
};

Identity enrol_at(const Address& server, Database& store, const TillId& till) {
    const auto code = make_enrol_code(store, StoreId{"nevsky"}, till, now());
    if (!code) throw std::runtime_error(code.error().detail);
    const auto reply = enrol(server, *code, seed_of(till));
    if (!reply || reply->refusal != EnrolRefusal::None) throw std::runtime_error("not enrolled");
    return {seed_of(till), reply->credentials.certificate, reply->credentials.authority};
}

bool is_taken(const Result<ClientReply>& reply) {
    const auto answer = reply ? decode_upload_reply(reply->body) : std::nullopt;
    return answer && answer->refusal == UploadRefusal::None &&
           std::ranges::all_of(answer->statuses, [](const RecordStatus& status) {
               return status.status == Status::Applied;
           });
}

void send_all(Sender& sender, const Address& server, std::chrono::milliseconds pause,
              const std::atomic<bool>& stop) {
    Connection connection(server, sender.identity, {30'000, 120'000}, 1 << 20);
    const auto start = std::chrono::steady_clock::now();
    for (const Upload& upload : sender.journal.uploads) {
        if (stop) break;
        const auto asked = std::chrono::steady_clock::now();
        if (!is_taken(connection.exchange({"POST", "/v1/records", encode(upload)})))
            sender.failed = true;
        sender.answers.push_back(since(asked).count());
        std::this_thread::sleep_for(pause);
    }
    sender.took = since(start);
}

std::vector<Sender> senders_of(std::string_view name, std::size_t tills, std::size_t uploads,
                               std::size_t records, const Address& server, Database& store) {
    std::vector<Sender> senders(tills);
    for (std::size_t n = 0; n < tills; ++n) {
        const TillId till{std::string(name) + std::to_string(n)};
        senders[n].journal = journal_of(till, uploads, records);
        senders[n].identity = enrol_at(server, store, till);
    }
    return senders;
}

void start_all(std::vector<Sender>& senders, const Address& server, std::chrono::milliseconds pause,
               const std::atomic<bool>& stop, std::vector<std::thread>& threads) {
    for (Sender& sender : senders)
        threads.emplace_back(
            [&sender, &server, pause, &stop] { send_all(sender, server, pause, stop); });
}

std::vector<Row> told(const std::string& engine, const std::vector<Sender>& backlog, Seconds took,
                      const std::vector<Sender>& selling) {
    std::size_t records = 0;
    Seconds fastest = took, slowest{};
    bool failed = false;
    for (const Sender& sender : backlog) {
        records += sender.journal.uploads.size() * kBatch;
        fastest = std::min(fastest, sender.took);
        slowest = std::max(slowest, sender.took);
        failed = failed || sender.failed;
    }
    Times answers;
    for (const Sender& sender : selling) {
        answers.sorted.insert(answers.sorted.end(), sender.answers.begin(), sender.answers.end());
        failed = failed || sender.failed;
    }
    std::ranges::sort(answers.sorted);
    if (failed || answers.sorted.empty()) throw std::runtime_error("an upload was refused");
    const std::string storm = engine + ", " + std::to_string(backlog.size()) + " tills at once";
    return {at_least(storm, static_cast<double>(records) / took.count(), "/s", 20'000,
                     std::to_string(records) + " receipts, tills and server on the same cores"),
            at_most(storm + ": a receipt sold meanwhile, p99", answers.at(0.99), "s", 2,
                    std::to_string(answers.sorted.size()) + " receipts"),
            at_most(storm + ": slowest against fastest till", slowest / fastest, "x", 3)};
}

std::vector<Row> storm(const std::string& engine, const Place& place, const Options& options) {
    const auto uploads = static_cast<std::size_t>(std::clamp(2 * options.seconds, 1.0, 10.0));
    spdlog::set_level(spdlog::level::off);
    const auto store = shop_in(place);
    auto server = Server::open(place, {"127.0.0.1", 0});
    if (!server) throw std::runtime_error(server.error().detail);
    std::thread running([&] { (*server)->run(); });
    const Address address{"127.0.0.1", (*server)->port()};
    std::vector<Row> rows;
    try {
        auto backlog = senders_of("till-", kTills, uploads, kBatch, address, *store);
        auto selling = senders_of("selling-", kSelling, 2'000, 1, address, *store);
        std::atomic<bool> stop = false;
        std::vector<std::thread> sellers, threads;
        start_all(selling, address, std::chrono::milliseconds(50), stop, sellers);
        const auto start = std::chrono::steady_clock::now();
        start_all(backlog, address, {}, stop, threads);
        for (std::thread& thread : threads) thread.join();
        const Seconds took = since(start);
        stop = true;
        for (std::thread& thread : sellers) thread.join();
        rows = told(engine, backlog, took, selling);
    } catch (const std::runtime_error& error) {
        rows = {{engine + " could not be measured", 0, "/s", "", {}, error.what()}};
    }
    (*server)->stop();
    running.join();
    return rows;
}

std::vector<Row> on_sqlite(const Options& options) {
    const TemporaryFolder folder;
    return storm("SQLite", {folder.path().string()}, options);
}

std::vector<Row> on_postgres(const Options& options) {
    PostgresCluster cluster("", "-c shared_buffers=256MB -c max_wal_size=4GB");
    const TemporaryFolder folder;
    return storm("PostgreSQL", {folder.path().string(), cluster.make_database()}, options);
}

}  // namespace

std::vector<Benchmark> storm_benchmarks() {
    return {{"storm.sqlite", on_sqlite}, {"storm.postgres", on_postgres}};
}

}  // namespace kopilka::bench
