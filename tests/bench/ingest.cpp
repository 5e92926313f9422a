// Taking in tills' journals, on each store, beside what the store can do at all in the same run.
#include "pos/sale/journal_codec.h"
#include "tests/bench/bench.h"
#include "tests/bench/journals.h"
#include "tests/bench/kept_rows.h"
#include "tests/bench/limits.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdio>

namespace kopilka::bench {
namespace {

using namespace sync;

constexpr std::size_t kTills = 10;
constexpr std::size_t kTogether = 10;  // uploads, one of each till

std::vector<Journal> journals_of(std::size_t uploads) {
    std::vector<Journal> journals;
    for (std::size_t n = 0; n < kTills; ++n)
        journals.push_back(journal_of(TillId{"till-" + std::to_string(n)}, uploads));
    return journals;
}

std::vector<RawRecord> raw_records(const std::vector<Journal>& journals) {
    std::vector<RawRecord> raw;
    for (const Journal& journal : journals) {
        for (const Upload& upload : journal.uploads) {
            for (const Bytes& body : upload.records) {
                const auto record = *decode_record(body);
                const auto& member = std::get<Sale>(record.entry).member->id.value;
                const auto& id = hash_of(body).value;
                raw.push_back({Bytes(member.begin(), member.end()),
                               Bytes(id.begin(), id.begin() + 16), body, 1'935});
            }
        }
    }
    return raw;
}

int server_of(Database& database) {
    int process = 0;
    if (database.engine() != "postgres") return process;
    const auto asked = database.read([&] {
        process = static_cast<int>(database.run("SELECT pg_backend_pid()").at(0).integer(0));
    });
    return asked ? process : 0;
}

void expect_applied(const UploadReply& reply) {
    const bool applied = std::ranges::all_of(
        reply.statuses, [](const RecordStatus& one) { return one.status == Status::Applied; });
    if (reply.refusal != UploadRefusal::None || !applied)
        throw std::runtime_error("refused: " + reply.detail);
}

// Central's own library, `together` uploads in a commit.
Speed ingest_all(Database& database, const std::vector<Journal>& journals, std::size_t together) {
    std::vector<Delivery> deliveries;
    for (std::size_t u = 0; u < journals.front().uploads.size(); ++u)
        for (const Journal& journal : journals)
            deliveries.push_back({&journal.till, &journal.uploads[u]});
    return speed_of(deliveries.size() * kBatch, server_of(database), [&] {
        for (std::size_t at = 0; at < deliveries.size(); at += together) {
            const auto some =
                std::span(deliveries).subspan(at, std::min(together, deliveries.size() - at));
            std::ranges::for_each(ingest(database, some, now()), expect_applied);
        }
    });
}

std::string size_of(const std::vector<RawRecord>& raw) {
    std::size_t bytes = 0;
    for (const RawRecord& record : raw) bytes += record.body.size();
    return std::to_string(bytes / raw.size()) + " bytes a record, " + std::to_string(kMembers) +
           " members";
}

std::string cost_of(const Speed& speed) {
    char cost[80];
    std::snprintf(cost, sizeof cost, "%.0f us of processor a record, %.0f of them the database's",
                  speed.us(), speed.server_us);
    return cost;
}
Row told(std::string name, const Speed& speed, const std::string& note = {}) {
    return {std::move(name),
            speed.rate,
            "/s",
            "",
            {},
            cost_of(speed) + (note.empty() ? "" : "; " + note)};
}

// Before each measurement the store is a new one.
std::vector<Row> postgres(const Options& options) {
    const auto journals = journals_of(static_cast<std::size_t>(std::max(4.0, 4 * options.seconds)));
    const auto raw = raw_records(journals);
    PostgresCluster cluster("", "-c shared_buffers=256MB -c max_wal_size=4GB");
    const TemporaryFolder folder;
    const auto ours = [&](const std::string& url, std::size_t together) {
        const auto database = shop_in({folder.path().string(), url});
        return ingest_all(*database, journals, together);
    };
    const auto limit = [&](std::size_t at_once, Balance balance) {
        const std::string url = cluster.make_database();
        shop_in({folder.path().string(), url});
        return copy_into_postgres(url, raw, at_once, balance);
    };
    const Speed copy = limit(5'000, Balance::Left);
    const Speed l2_small = limit(kBatch, Balance::Updated);
    const Speed l2 = limit(5'000, Balance::Updated);
    const Speed single = ours(cluster.make_database(), 1);
    const std::string kept = cluster.make_database();
    const Speed group = ours(kept, kTogether);
    const auto rows = kept_rows(kept, journals.front().uploads.size() * kBatch, kBatch);
    const std::string same = cluster.make_database();
    shop_in({folder.path().string(), same});
    const Speed l2_same_rows = copy_kept_rows(same, rows, raw.size());
    return {told("PostgreSQL: COPY with a key, 5000 a commit", copy, size_of(raw)),
            told("PostgreSQL: COPY and balances (L2), 500 a commit", l2_small),
            told("PostgreSQL: COPY and balances (L2), 5000 a commit", l2),
            told("PostgreSQL: all rows that central keeps, 5000 a commit", l2_same_rows,
                 "COPY of three tables, UPDATE of two"),
            told("central on PostgreSQL: an upload of 500 a commit", single),
            told("central on PostgreSQL: 10 uploads a commit", group),
            at_least("central on PostgreSQL against L2, 5000 a commit", group.rate / l2.rate, "x",
                     0.85),
            at_least("central on PostgreSQL against all its rows", group.rate / l2_same_rows.rate,
                     "x", 0.85)};
}

std::vector<Row> sqlite(const Options& options) {
    const auto journals = journals_of(static_cast<std::size_t>(std::max(4.0, 4 * options.seconds)));
    const auto raw = raw_records(journals);
    const auto ours = [&](std::size_t together) {
        const TemporaryFolder folder;
        const auto database = shop_in({folder.path().string()});
        return ingest_all(*database, journals, together);
    };
    const TemporaryFolder folder;
    const Speed append = append_to_sqlite((folder / "raw").string(), raw, kBatch);
    const Speed single = ours(1);
    const Speed group = ours(kTogether);
    return {told("SQLite: appended with a key, 500 a commit", append, size_of(raw)),
            told("central on SQLite: an upload of 500 a commit", single),
            at_least("central on SQLite: 10 uploads a commit", group.rate, "/s", 20'000,
                     cost_of(group) + "; as the server takes in what waits"),
            at_least("central on SQLite against appending", single.rate / append.rate, "x", 0.15)};
}

// A machine without postgresql-15 still has the other benchmarks.
auto or_why_not(std::vector<Row> (*measure)(const Options&)) {
    return [measure](const Options& options) -> std::vector<Row> {
        try {
            return measure(options);
        } catch (const std::runtime_error& error) {
            std::string why = error.what();
            std::ranges::replace(why, '\n', ' ');
            return {{"ingest could not be measured", 0, "/s", "", {}, why}};
        }
    };
}

}  // namespace

std::vector<Benchmark> ingest_benchmarks() {
    return {{"ingest.postgres", or_why_not(postgres)}, {"ingest.sqlite", or_why_not(sqlite)}};
}

}  // namespace kopilka::bench
