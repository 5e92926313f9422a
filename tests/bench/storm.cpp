// The network comes back: all tills of a chain send what they sold meanwhile, at once, to one
// server over TLS, while others go on selling.
#include "tests/bench/bench.h"
#include "tests/bench/senders.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <stdexcept>

namespace kopilka::bench {
namespace {

using namespace sync;

constexpr std::size_t kTills = 200;
constexpr std::size_t kSelling = 5;

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
    shop_in(place);
    const RunningServer central(place);
    const Address address = central.address();
    std::vector<Row> rows;
    try {
        auto backlog = senders_of("till-", kTills, uploads, kBatch, central);
        auto selling = senders_of("selling-", kSelling, 2'000, 1, central);
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
