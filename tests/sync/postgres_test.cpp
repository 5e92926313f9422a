// What only PostgreSQL does: other writers at the same time, a server of its own that can go away.
#include "sync/server/postgres.h"

#include "tests/support/chance.h"
#include "tests/support/eventually.h"
#include "tests/support/on_each_store.h"
#include "tests/sync/rig.h"

#include <atomic>
#include <filesystem>
#include <random>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::HasSubstr;

std::uint64_t number_of(Database& database, const std::string& sql) {
    std::uint64_t number = 0;
    const auto read = database.read([&] { number = database.run(sql).at(0).natural(0); });
    EXPECT_TRUE(read.has_value()) << read.error().detail;
    return number;
}

class Postgres : public testing::Test {
protected:
    Postgres() {
        EXPECT_TRUE(database->write([&] {
            database->script("CREATE TABLE jar (plums bigint); INSERT INTO jar VALUES (1);");
        }));
    }
    // Takes from the others' jar between our look and our change.
    void meddle() {
        EXPECT_TRUE(other->write([&] { other->run("UPDATE jar SET plums = plums + 10"); }));
    }

    const std::string url = postgres().make_database();
    std::unique_ptr<Database> database = *open_postgres(url, Use::Command);
    std::unique_ptr<Database> other = *open_postgres(url, Use::Command);
};

TEST_F(Postgres, WorkThatWasOvertakenRunsAgainOnWhatIsThereNow) {
    int tries = 0;
    ASSERT_TRUE(database->write([&] {
        const Rows before = database->run("SELECT plums FROM jar");
        if (++tries == 1) meddle();
        database->run("UPDATE jar SET plums = $1", {before.at(0).integer(0) + 1});
    }));
    EXPECT_EQ(tries, 2);
    EXPECT_EQ(number_of(*database, "SELECT plums FROM jar"), 12U);
}

TEST_F(Postgres, WhatTwoReadAndBothChangedIsNoticedThoughTheyChangedOtherRows) {
    ASSERT_TRUE(database->write([&] { database->run("INSERT INTO jar VALUES (2)"); }));
    int tries = 0;
    const auto write_the_sum = [&](Database& in) {
        const Rows sum = in.run("SELECT CAST(sum(plums) AS bigint) FROM jar");
        if (!sum.empty()) in.run("INSERT INTO jar VALUES ($1)", {sum.at(0).integer(0)});
    };
    ASSERT_TRUE(database->write([&] {
        write_the_sum(*database);
        if (++tries > 1) return;
        EXPECT_TRUE(other->write([&] { write_the_sum(*other); }));
    }));
    EXPECT_EQ(tries, 2);
    EXPECT_EQ(number_of(*database, "SELECT max(plums) FROM jar"), 6U) << "1 + 2 + 3, not 3 twice";
}

TEST_F(Postgres, WhoIsOvertakenAgainAndAgainSaysThatOthersAreBusy) {
    unsigned tries = 0;
    const auto done = database->write([&] {
        ++tries;
        database->run("SELECT plums FROM jar");
        meddle();
        database->run("UPDATE jar SET plums = 0");
    });
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().code, Errc::Busy);
    EXPECT_GT(tries, 2U);
    EXPECT_LT(tries, 10U);
    EXPECT_EQ(number_of(*database, "SELECT plums FROM jar"), 1U + 10U * tries);
}

TEST_F(Postgres, ACommitIsOnTheDiskWhateverTheServerIsSetTo) {
    PostgresCluster::run_in(url,
                            "DO $$ BEGIN ASSERT current_setting('synchronous_commit') = 'off';"
                            " END $$");
    EXPECT_EQ(number_of(*database,
                        "SELECT CASE current_setting('synchronous_commit')"
                        " WHEN 'on' THEN 1 ELSE 0 END"),
              1U);
}

TEST_F(Postgres, ALineThatBrokeWhileNothingWasUnderWayIsMadeAgainUnnoticed) {
    postgres().administer(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname IS NOT NULL AND pid <> pg_backend_pid()");
    EXPECT_EQ(number_of(*database, "SELECT plums FROM jar"), 1U);
    meddle();
    EXPECT_EQ(number_of(*database, "SELECT plums FROM jar"), 11U);
}

TEST_F(Postgres, ALineThatBreaksInATransactionIsAFailureAndLeavesNothing) {
    const auto done = database->write([&] {
        database->run("UPDATE jar SET plums = 5");
        postgres().administer(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE state = 'idle in transaction'");
        database->run("UPDATE jar SET plums = 6");
    });
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().code, Errc::Disconnected);
    EXPECT_EQ(number_of(*database, "SELECT plums FROM jar"), 1U);
}

TEST_F(Postgres, OneServerRunsOnOneDatabase) {
    const TemporaryFolder here, there;
    auto first = Server::open({here.path().string(), url}, {"127.0.0.1", 0});
    ASSERT_TRUE(first.has_value()) << first.error().detail;
    const auto second = Server::open({there.path().string(), url}, {"127.0.0.1", 0});
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, Errc::Busy);
    EXPECT_THAT(second.error().detail, HasSubstr("a server is running on this database"));
    EXPECT_TRUE(open_postgres(url, Use::Command)) << "commands work beside it";
    first->reset();
    const auto stranger = Server::open({there.path().string(), url}, {"127.0.0.1", 0});
    ASSERT_FALSE(stranger) << "without the key nobody's name can be read";
    EXPECT_THAT(stranger.error().detail, HasSubstr("person.key"));
    std::filesystem::copy_file(here.path() / "person.key", there.path() / "person.key",
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_TRUE(Server::open({there.path().string(), url}, {"127.0.0.1", 0}));
}

TEST_F(Postgres, AServerWithoutPostgreSQLSaysSo) {
    const auto opened = open_postgres("postgresql://127.0.0.1:1/shop", Use::Command);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code, Errc::Disconnected);
    EXPECT_THAT(opened.error().detail, HasSubstr("is PostgreSQL running"));
}

TEST_F(Postgres, OfSeveralHostsTheOneThatTakesWritesIsUsed) {
    std::string hosts = url + "&target_session_attrs=read-write";
    hosts.insert(hosts.find("host=") + 5, "/nowhere,");
    const auto opened = open_postgres(hosts, Use::Command);
    EXPECT_TRUE(opened.has_value()) << opened.error().detail;
}

// The till sells and sends while the database's server is killed again and again.
TEST(PostgresKilled, DuringUploadsLosesNothingThatWasAcknowledgedAndDoublesNothing) {
    constexpr std::uint64_t kPoints = 7;
    const int kills = is_long_run() ? 30 : 3;
    PostgresCluster cluster;
    const TemporaryFolder folder;
    RunningServer server{Place{folder.path().string(), cluster.make_database()}};
    keep(*server.store(), plain_member(1));
    const TillId nevsky{"nevsky-1"};
    MemoryTill till{nevsky};
    PumpedTill pumped(till, server.address(), server.enrol_till(nevsky, seed_of(nevsky)));
    std::atomic<bool> closing = false;
    std::uint64_t sales = 0;
    std::thread selling([&] {
        while (!closing) {
            till.append(member_sale(++sales, 100, member_id(1), kPoints));
            if (sales % 10 == 0) pumped.wake();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });
    const auto held_up_to = [&](std::uint64_t sequence) {
        return number_of(*server.store(), "SELECT count(*) FROM record WHERE sequence <= " +
                                              std::to_string(sequence));
    };
    std::mt19937 random(20'260'308);
    for (int i = 0; i < kills; ++i) {
        const std::uint64_t before = till.watermark();
        EXPECT_TRUE(eventually([&] { return till.watermark() > before; }))
            << "it goes on after a restart";
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 150));
        cluster.kill();
        const std::uint64_t acknowledged = till.watermark();
        cluster.start();
        EXPECT_EQ(held_up_to(acknowledged), acknowledged) << "what the till was told is held";
    }
    closing = true;
    selling.join();
    pumped.wake();
    ASSERT_TRUE(pumped.wait_for([&](const SyncNews& news) {
        return news.unsent == 0 && news.last_acknowledged &&
               news.last_acknowledged->sequence.value == sales;
    })) << pumped.news().cause;
    const auto store = server.store();
    EXPECT_EQ(number_of(*store, "SELECT count(*) FROM record"), sales);
    EXPECT_EQ(number_of(*store, "SELECT count(*) FROM receipt"), sales);
    EXPECT_EQ(number_of(*store, "SELECT count(*) FROM ledger"), sales);
    EXPECT_EQ(number_of(*store, "SELECT points FROM balance"), sales * kPoints);
    EXPECT_EQ(till.statuses().size(), sales);
    for (const auto& [sequence, status] : till.statuses())
        EXPECT_TRUE(status.status == Status::Applied || status.status == Status::Duplicate);
    EXPECT_TRUE(server.sums().agrees());
}

}  // namespace
}  // namespace kopilka::sync
