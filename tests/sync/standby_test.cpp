// A PostgreSQL server that is to answer a commit only when a standby has it too, and whose standby
// is not there: what it holds alone is lost with it, and nobody may be told that it is held.
#include "sync/server/ingest.h"
#include "sync/server/postgres.h"
#include "tests/support/on_each_store.h"
#include "tests/sync/rig.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {


const TillId kNevsky{"nevsky-1"};

std::uint64_t number_of(Database& database, const std::string& sql) {
    std::uint64_t number = 0;
    const auto read = database.read([&] { number = database.run(sql).at(0).natural(0); });
    EXPECT_TRUE(read.has_value()) << read.error().detail;
    return number;
}

class WithoutItsStandby : public testing::Test {
protected:
    WithoutItsStandby() { keep(*database, plain_member(1)); }

    void lose_the_standby() {
        cluster.administer("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        cluster.kill();
        cluster.start();
    }
    void do_without() {
        cluster.administer("ALTER SYSTEM SET synchronous_standby_names = ''");
        cluster.administer("SELECT pg_reload_conf()");
    }
    // While `work` is done, somebody ends the wait of its commit, as an administrator may and as a
    // server does that is told to stop. False: it did not wait.
    template <typename Work>
    bool break_off(const std::string& how, Work work) {
        std::atomic<bool> done = false;
        bool waited = false;
        std::thread ending([&] {
            while (!done && !waited) {
                waited = number_of(*other, "SELECT count(" + how +
                                               "(pid)) FROM pg_stat_activity"
                                               " WHERE wait_event = 'SyncRep'") > 0;
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            }
        });
        work();
        done = true;
        ending.join();
        return waited;
    }

    PostgresCluster cluster;
    const std::string url = cluster.make_database();
    const TemporaryFolder folder;
    const Place place{folder.path().string(), url};
    std::unique_ptr<Database> database = *open_database(place);
    std::unique_ptr<Database> other = *open_postgres(url, Use::Command);
};

TEST_F(WithoutItsStandby, ACommitWhoseWaitWasBrokenOffIsNotKnownToBeOne) {
    lose_the_standby();
    for (const char* how : {"pg_cancel_backend", "pg_terminate_backend"}) {
        Result<void> done;
        EXPECT_TRUE(break_off(how, [&] {
            done = database->write([&] { database->run("UPDATE member SET body = body"); });
        }));
        ASSERT_FALSE(done.has_value()) << how;
        EXPECT_EQ(done.error().code, Errc::Disconnected) << how;
    }
    EXPECT_TRUE(database->read([&] { database->run("SELECT body FROM member"); }));
}

TEST_F(WithoutItsStandby, RecordsThatItHoldsAloneAreAcknowledgedToNobody) {
    MemoryTill till{kNevsky};
    till.append(member_sale(1, 100, member_id(1), 7));
    const EnrolledTill enrolled{kNevsky, StoreId{"nevsky"}, key_of(kNevsky).public_key};
    const auto send = [&] { return ingest(*database, enrolled, till.upload_of(1, 1), now()); };
    lose_the_standby();
    for (const char* state : {"new", "found here", "found here again"}) {
        UploadReply reply;
        EXPECT_TRUE(break_off("pg_cancel_backend", [&] { reply = send(); })) << state;
        EXPECT_EQ(reply.refusal, UploadRefusal::Busy) << state;
        EXPECT_EQ(number_of(*database, "SELECT count(*) FROM record"), 1U) << state;
    }
    do_without();
    const UploadReply reply = send();
    ASSERT_EQ(reply.refusal, UploadRefusal::None) << reply.detail;
    EXPECT_EQ(reply.statuses.at(0).status, Status::Duplicate);
    EXPECT_EQ(number_of(*database, "SELECT points FROM balance"), 7U);
}

TEST_F(WithoutItsStandby, TillsAreToldThatNothingCanBeWrittenAndComeAgain) {
    RunningServer server{place};
    MemoryTill till{kNevsky};
    PumpedTill pumped(till, server.address(), server.enrol_till(kNevsky, seed_of(kNevsky)));
    ASSERT_TRUE(pumped.wait_for([](const SyncNews& news) { return news.caught_up; }));
    lose_the_standby();
    till.append(member_sale(1, 100, member_id(1), 7));
    pumped.wake();
    EXPECT_TRUE(pumped.wait_for([](const SyncNews& news) {
        return news.cause.find("is its standby there?") != std::string::npos;
    })) << pumped.news().cause;
    EXPECT_EQ(till.watermark(), 0U);
    do_without();
    EXPECT_TRUE(pumped.wait_for([](const SyncNews& news) { return news.unsent == 0; }));
    EXPECT_EQ(number_of(*server.store(), "SELECT points FROM balance"), 7U);
    EXPECT_TRUE(server.sums().agrees());
}

}  // namespace
}  // namespace kopilka::sync
