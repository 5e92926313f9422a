// The schema can be spread over several machines: three PostgreSQL servers have it as it is, a
// front database (PL/Proxy) goes to one of them by the hash of a member or a till, and a day of
// sales that one server took in gives the same sums, balances and histories there.
#include "sync/server/tables.h"
#include "tests/support/eventually.h"
#include "tests/support/postgres_cluster.h"
#include "tests/sync/rig.h"

#include <array>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::uint8_t kMembers = 40;
constexpr std::uint64_t kSales = 200;  // of each till
constexpr std::array kTills{"nevsky-1",   "nevsky-2",  "sadovaya-1",
                            "sadovaya-2", "sennaya-1", "sennaya-2"};
std::string script(const std::string& name) {
    std::ifstream in(SOURCE_DIR "/tests/nodes/" + name);
    return {std::istreambuf_iterator<char>(in), {}};
}

// "postgresql://USER@/NAME?host=FOLDER" as PL/Proxy wants it.
std::string plain(const std::string& url) {
    const std::size_t name = url.find("@/") + 2;
    const std::size_t host = url.find("?host=");
    return "user=kopilka dbname=" + url.substr(name, host - name) + " host=" + url.substr(host + 6);
}

std::string with_places(std::string text, const std::vector<std::string>& urls) {
    for (std::size_t i = 0; i < urls.size(); ++i) {
        const std::string place = "'$" + std::to_string(i) + "'";
        const std::size_t at = text.find(place);
        text.replace(at, place.size(), "'" + plain(urls[i]) + "'");
    }
    return text;
}

struct Asked {
    std::vector<std::string> lines;  // the first column of each row
    std::string refusal;             // SQLSTATE
};
Asked ask(const std::string& url, const std::string& sql) {
    const std::unique_ptr<PGconn, void (*)(PGconn*)> line(PQconnectdb(url.c_str()), PQfinish);
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(line.get(), sql.c_str()),
                                                                PQclear);
    Asked asked;
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) {
        const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
        asked.refusal = state == nullptr ? "no answer" : state;
        return asked;
    }
    for (int row = 0; row < PQntuples(result.get()); ++row)
        asked.lines.emplace_back(PQgetvalue(result.get(), row, 0));
    return asked;
}
std::vector<std::string> lines_of(const std::string& url, const std::string& sql) {
    const Asked asked = ask(url, sql);
    EXPECT_EQ(asked.refusal, "") << sql;
    return asked.lines;
}
std::int64_t sum_of(const std::string& url, const std::string& sql) {
    std::int64_t sum = 0;
    for (const std::string& line : lines_of(url, sql)) sum += std::stoll(line);
    return sum;
}

// `url`: where its receipts are.
std::string words(const TillSums& till, const std::string& url) {
    return till.till.value + ": " + std::to_string(till.records) + " records up to " +
           std::to_string(till.watermark) + ", " + std::to_string(till.sales) + " sales for " +
           std::to_string(till.sold.count()) + ", booked " + std::to_string(till.accepted.count()) +
           ", points " +
           std::to_string(sum_of(url,
                                 "SELECT coalesce(sum(points), 0)::bigint FROM receipt"
                                 " WHERE status <> 3 AND till_id = '" +
                                     till.till.value + "'")) +
           ", priced again " + std::to_string(till.equal);
}

class Shards : public testing::Test {
protected:
    Shards() {
        take_in_a_day();
        PostgresCluster::run_in(whole_, script("shard.sql"));
        std::vector<std::string> urls{whole_};
        for (PostgresCluster& cluster : clusters_) {
            shards_.push_back(cluster.make_database());
            urls.push_back(shards_.back());
            EXPECT_TRUE(open_database(place(shards_.back()))) << "makes our tables";
            PostgresCluster::run_in(shards_.back(), script("shard.sql"));
        }
        PostgresCluster::run_in(front_, with_places(script("front.sql"), urls));
    }

    Place place(const std::string& url) const { return {folder_.path().string(), url}; }
    Reconciliation sums_of(const std::string& url) const {
        return *reconcile(**open_database(place(url)));
    }

    // By the real server, over the network.
    void take_in_a_day() {
        const auto store = *open_database(place(whole_));
        for (std::uint8_t n = 1; n <= kMembers; ++n) keep(*store, plain_member(n));
        RunningServer server{place(whole_)};
        for (std::size_t i = 0; i < kTills.size(); ++i) {
            MemoryTill till{TillId{kTills.at(i)}};
            for (std::uint64_t n = 1; n <= kSales; ++n) sell(till, i, n);
            const Credentials let_in = server.enrol_till(till.till(), seed_of(till.till()));
            PumpedTill pumped(till, server.address(), let_in);
            ASSERT_TRUE(pumped.wait_for([](const SyncNews& news) { return news.unsent == 0; }));
        }
        const std::string unpriced = "SELECT count(*) FROM receipt WHERE repriced = 0";
        EXPECT_TRUE(eventually([&] { return sum_of(whole_, unpriced) == 0; }));
    }
    static void sell(MemoryTill& till, std::size_t i, std::uint64_t n) {
        const auto kopecks = static_cast<std::int64_t>(100 + n * (i + 1));
        if (n % 4 == 0) {
            till.append(plain_sale(n, kopecks));
            return;
        }
        const auto member = static_cast<std::uint8_t>(1 + (n * n + i) % kMembers);
        till.append(member_sale(n, kopecks, member_id(member), kopecks / 20));
    }

    void move_everything() {
        for (const std::string& table : lines_of(whole_, "SELECT name FROM shard.keys")) {
            const std::int64_t rows = sum_of(whole_, "SELECT count(*) FROM " + table);
            EXPECT_EQ(sum_of(front_, "SELECT move('" + table + "')"), rows) << table;
            EXPECT_EQ(sum_of(front_, "SELECT shard.count('" + table + "')"), rows) << table;
        }
        for (const std::string& shard : shards_) {
            EXPECT_GT(sum_of(shard, "SELECT count(*) FROM ledger"), 50);
            EXPECT_GT(sum_of(shard, "SELECT count(*) FROM receipt"), 0);
        }
    }

    // Through the front, which asks one shard.
    void expect_the_same_history(const std::string& of, const std::string& key_column) {
        std::size_t lines = 0;
        for (const std::string& key :
             lines_of(whole_, "SELECT " + key_column + "::text FROM " + of)) {
            const std::string question = "SELECT shard.of_" + of + "('" + key + "')";
            const std::vector<std::string> held = lines_of(front_, question);
            EXPECT_EQ(held, lines_of(whole_, question)) << key;
            lines += held.size();
        }
        EXPECT_GE(lines, kSales * kTills.size() * 3 / 4);
    }

    // Each till's sums come of one shard, and are those of the server that was not sharded. Points
    // stand where their member is, not where the till is: they agree over all shards.
    void expect_the_same_sums() {
        const Reconciliation whole = sums_of(whole_);
        ASSERT_TRUE(whole.agrees()) << to_text(whole);
        std::set<std::string> expected, found;
        for (const TillSums& till : whole.tills) expected.insert(words(till, whole_));
        EXPECT_THAT(expected, SizeIs(kTills.size()));
        const std::string points_sql = "SELECT coalesce(sum(amount), 0)::bigint FROM ledger";
        std::uint64_t members = 0;
        std::int64_t points = 0;
        for (const std::string& shard : shards_) {
            const Reconciliation part = sums_of(shard);
            EXPECT_EQ(part.wrong_balances, 0U);
            for (const auto& [place, day] : part.days) {
                EXPECT_EQ(day.difference().receipts, 0) << place.till.value;
                EXPECT_EQ(day.difference().money, Money()) << place.till.value;
            }
            for (const TillSums& till : part.tills)
                EXPECT_TRUE(found.insert(words(till, shard)).second) << "on two shards";
            members += part.members;
            points += sum_of(shard, points_sql);
        }
        EXPECT_EQ(found, expected);
        EXPECT_EQ(members, whole.members);
        EXPECT_EQ(points, sum_of(whole_, points_sql));
    }

    // The same entry and the same receipt once more, when only the shard that has them is there.
    void expect_doubles_refused_by(std::size_t shard) {
        for (std::size_t i = 0; i < clusters_.size(); ++i)
            if (i != shard) clusters_.at(i).kill();
        for (const char* table : {"ledger", "receipt", "record"}) {
            const auto again = ask(shards_.at(shard),
                                   "SELECT format('SELECT shard.add(%L, ARRAY[%L], ARRAY[%L])', '" +
                                       std::string(table) + "', key, line) FROM shard.rows_of('" +
                                       table + "') LIMIT 1");
            ASSERT_THAT(again.lines, SizeIs(1)) << table;
            EXPECT_EQ(ask(front_, again.lines.front()).refusal, "23505") << table;
        }
    }

    TemporaryFolder folder_;
    PostgresCluster home_;  // of the database that is not sharded, and of the front
    std::array<PostgresCluster, 3> clusters_;
    const std::string whole_ = home_.make_database();
    const std::string front_ = home_.make_database();
    std::vector<std::string> shards_;
};

TEST_F(Shards, GiveTheSumsOfOneServerAndRefuseDoublesEachByItself) {
    move_everything();
    expect_the_same_history("member", "member_id");
    expect_the_same_history("till", "till_id");
    expect_the_same_sums();
    expect_doubles_refused_by(std::random_device()() % clusters_.size());
}

// So each statement of ingest, which finds and adds rows by these keys, is for one shard.
TEST(Sharding, EachKeyOfWhatIngestWritesContainsTheKeyOfItsShard) {
    PostgresCluster cluster;
    const std::string url = cluster.make_database();
    const TemporaryFolder folder;
    ASSERT_TRUE(open_database({folder.path().string(), url}));
    PostgresCluster::run_in(url, script("shard.sql"));
    const auto offenders = [&] {
        return lines_of(url,
                        "SELECT i.indexrelid::regclass FROM shard.keys k"
                        " JOIN pg_index i ON i.indrelid = k.name::regclass AND i.indisunique"
                        " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attname = k.key"
                        " WHERE a.attnum <> ALL (i.indkey)");
    };
    EXPECT_THAT(offenders(), IsEmpty());
    for (const Table& table : {kRecordTable, kHeadTable, kReceiptTable, kMemberTable,
                               kPersonKeyTable, kMemberPhoneTable, kLedgerTable, kBalanceTable}) {
        EXPECT_THAT(lines_of(url, "SELECT key FROM shard.keys WHERE name = '" +
                                      std::string(table.name) + "'"),
                    ElementsAre(std::string(table.key().front().name)));
    }
    PostgresCluster::run_in(url, "CREATE UNIQUE INDEX everywhere ON ledger (tx_id)");
    EXPECT_THAT(offenders(), ElementsAre("everywhere"));
}

}  // namespace
}  // namespace kopilka::sync
