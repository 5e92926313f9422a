#include "tests/bench/limits.h"

#include "tests/bench/plain_postgres.h"

#include <chrono>
#include <fstream>
#include <map>
#include <span>
#include <stdexcept>

#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

namespace kopilka::bench {
namespace {

using sync::Column;
using sync::ColumnType;
using sync::Line;
using sync::value;

constexpr Column kRawColumns[] = {
    {"member_id", ColumnType::Bytea}, {"tx_id", ColumnType::Bytea}, {"body", ColumnType::Bytea}};
constexpr sync::Table kRaw{"raw", 2, kRawColumns};
constexpr Column kSumColumns[] = {{"member_id", ColumnType::Bytea}, {"points", ColumnType::Bigint}};
constexpr const char* kAddSums =
    "UPDATE raw_balance b SET points = b.points + s.points"
    " FROM unnest($1, $2) AS s (member_id, points) WHERE b.member_id = s.member_id";
constexpr const char* kCopyRaw = "COPY raw (member_id, tx_id, body) FROM STDIN (FORMAT binary)";

// Microseconds of processor time so far.
double time_of_self() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto us = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
    };
    return us(usage.ru_utime) + us(usage.ru_stime);
}
double time_of(int process) {
    if (process == 0) return 0;
    std::ifstream in("/proc/" + std::to_string(process) + "/stat");
    std::string word, rest;
    std::getline(in, rest, ')');  // its name may hold spaces
    for (int skipped = 0; skipped < 11; ++skipped) in >> word;
    double user = 0, system = 0;
    in >> user >> system;
    return (user + system) * 1e6 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::vector<Line> sums_of(std::span<const RawRecord> records) {
    std::map<Bytes, std::int64_t> sums;
    for (const RawRecord& record : records) sums[record.member] += record.points;
    std::vector<Line> lines;
    for (const auto& [member, points] : sums) lines.push_back({value(member), points});
    return lines;
}

}  // namespace

Speed speed_of(std::size_t records, int server, const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    const double own = time_of_self(), others = time_of(server);
    work();
    const auto count = static_cast<double>(records);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    return {count / took.count(), (time_of_self() - own) / count,
            (time_of(server) - others) / count};
}

Speed copy_into_postgres(const std::string& url, const std::vector<RawRecord>& records,
                         std::size_t at_once, Balance balance) {
    PlainPostgres postgres(url);
    postgres.run("DROP TABLE IF EXISTS raw, raw_balance");
    postgres.run(
        "CREATE TABLE raw (member_id bytea, tx_id bytea, body bytea,"
        " PRIMARY KEY (member_id, tx_id))");
    postgres.run(
        "CREATE TABLE raw_balance (member_id bytea, points bigint, PRIMARY KEY"
        " (member_id)) WITH (fillfactor = 70)");
    postgres.run("INSERT INTO raw_balance SELECT member_id, 0 FROM member");
    postgres.run("VACUUM ANALYZE raw_balance");
    return speed_of(records.size(), postgres.process(), [&] {
        for (std::size_t at = 0; at < records.size(); at += at_once) {
            const auto batch =
                std::span(records).subspan(at, std::min(at_once, records.size() - at));
            std::vector<Line> lines;
            for (const RawRecord& record : batch)
                lines.push_back({value(record.member), value(record.id), value(record.body)});
            postgres.run("BEGIN");
            postgres.copy_in(kCopyRaw, sync::copy_data(kRaw, lines));
            if (balance == Balance::Updated) postgres.run(kAddSums, {kSumColumns, sums_of(batch)});
            postgres.run("COMMIT");
        }
    });
}

Speed append_to_sqlite(const std::string& file, const std::vector<RawRecord>& records,
                       std::size_t at_once) {
    sqlite3* database = nullptr;
    sqlite3_open(file.c_str(), &database);
    const auto run = [&](const char* sql) {
        if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(database));
    };
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE raw (member_id bytea, tx_id bytea, body bytea,"
        " PRIMARY KEY (member_id, tx_id))");
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(database, "INSERT INTO raw VALUES ($1, $2, $3)", -1, &insert, nullptr);
    const auto bind = [&](int place, const Bytes& bytes) {
        sqlite3_bind_blob(insert, place, bytes.data(), static_cast<int>(bytes.size()),
                          SQLITE_STATIC);
    };
    const Speed found = speed_of(records.size(), 0, [&] {
        for (std::size_t i = 0; i < records.size(); ++i) {
            if (i % at_once == 0) run("BEGIN IMMEDIATE");
            bind(1, records[i].member);
            bind(2, records[i].id);
            bind(3, records[i].body);
            sqlite3_step(insert);
            sqlite3_reset(insert);
            if ((i + 1) % at_once == 0 || i + 1 == records.size()) run("COMMIT");
        }
    });
    sqlite3_finalize(insert);
    sqlite3_close(database);
    return found;
}

}  // namespace kopilka::bench
