// Copies of the server's store made while it runs, and what happens after one had to be put back.
#include "sync/server/backup.h"

#include "tests/support/chance.h"
#include "tests/support/on_each_store.h"
#include "tests/sync/rig.h"

#include <iostream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::HasSubstr;

class Backups : public testing::TestWithParam<Store> {
protected:
    static void sell(MemoryTill& till, std::uint64_t from, std::uint64_t to) {
        for (std::uint64_t n = from; n <= to; ++n)
            till.append(member_sale(n, 100, member_id(1), 7));
    }
    std::string backup() const { return (folder.path() / "backup").string(); }

    Place place(const char* name) const {
        const bool postgres_too = GetParam() == Store::Postgres;
        return {(folder.path() / name).string(), postgres_too ? postgres().make_database() : ""};
    }

    TemporaryFolder folder;
    const Place before = place("before");
    const Place after = place("after");
    const TillId nevsky{"nevsky-1"};
};

// The copy is 10,000 receipts old in the long run.
TEST_P(Backups, AfterAnOlderOneIsPutBackTillsSendAgainWhatItLacks) {
    const std::uint64_t old = 300;
    const std::uint64_t lost = is_long_run() ? 10'000 : 700;
    MemoryTill till(nevsky);
    Credentials credentials;
    std::uint16_t port = 0;
    std::uint64_t position = 0;
    {
        RunningServer server(before);
        port = server.address().port;
        keep(*server.store(), plain_member(1));
        credentials = server.enrol_till(nevsky, seed_of(nevsky));
        sell(till, 1, old);
        PumpedTill pumped(till, server.address(), credentials);
        ASSERT_TRUE(pumped.wait_for(kAllSent));
        ASSERT_TRUE(back_up(before, backup())) << "while the server runs";
        sell(till, old + 1, old + lost);
        pumped.wake();
        ASSERT_TRUE(
            pumped.wait_for([&](const SyncNews& news) { return kAllSent(news) && news.caught_up; },
                            std::chrono::seconds(120)));
        position = *till.position();
    }
    ASSERT_TRUE(restore(backup(), after, now()));
    RunningServer server(after, port);
    EXPECT_EQ(server.sums().tills.at(0).records, old);
    // Nothing is sold: what the server lacks is noticed all the same.
    PumpedTill pumped(till, server.address(), credentials);
    ASSERT_TRUE(pumped.wait_for(
        [&](const SyncNews& news) {
            return news.feed_position > position && kAllSent(news) && news.caught_up;
        },
        std::chrono::seconds(120)))
        << pumped.news().cause;
    const Reconciliation sums = server.sums();
    EXPECT_EQ(sums.tills.at(0).records, old + lost);
    EXPECT_EQ(sums.tills.at(0).points, Points::of(7 * static_cast<std::int64_t>(old + lost)));
    EXPECT_TRUE(sums.agrees());
    std::cout << lost << " receipts were sent again\n";
}

TEST_P(Backups, AreNeverWrittenOverSomethingElse) {
    RunningServer server(before);
    ASSERT_TRUE(back_up(before, backup()));
    EXPECT_THAT(back_up(before, backup()).error().detail, HasSubstr("holds something"));
    EXPECT_FALSE(restore(backup(), before, now())) << "there is a store already";
    EXPECT_EQ(restore(after.data, after, now()).error().code, Errc::NotFound);
}

INSTANTIATE_TEST_SUITE_P(Stores, Backups, kPlainStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
