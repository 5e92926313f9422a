// What the server lets nobody do to it, and what it tells those who look after it.
#include "sync/server/people.h"
#include "sync/transport/bucket.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_authority.h"
#include "tests/sync/rig.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::HasSubstr;

TEST(Bucket, LetsABurstThroughAndThenAPace) {
    const Pace pace{10, 5};
    Bucket bucket;
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(bucket.take(pace, 1'000'000)) << i;
    EXPECT_FALSE(bucket.take(pace, 1'000'000));
    EXPECT_FALSE(bucket.is_idle(pace, 1'000'100));
    EXPECT_TRUE(bucket.take(pace, 1'000'100)) << "ten a second: one each tenth";
    EXPECT_FALSE(bucket.take(pace, 1'000'150));
    EXPECT_TRUE(bucket.is_idle(pace, 1'001'000));
}

class Limits : public testing::Test {
protected:
    Limits() {
        const Authority authority = *Authority::open(folder.path().string(), now());
        anybody.authority = authority.certificate();
    }
    ClientReply ask(Connection& connection, const std::string& path) const {
        const auto reply = connection.exchange({"GET", path, {}});
        EXPECT_TRUE(reply.has_value()) << reply.error().detail;
        return reply.value_or(ClientReply{});
    }
    Identity person(const Subject& who) const {
        const Authority authority = *Authority::open(folder.path().string(), now());
        const auto pem = admit_person(*server.store(), authority, who, now());
        EXPECT_TRUE(pem.has_value());
        return identity_from_pem(*pem);
    }

    TemporaryFolder folder;
    RunningServer server{folder.path().string()};
    Identity anybody;
};

TEST_F(Limits, WhoAsksTooOftenIsToldSoAndNobodyElseIs) {
    const TillId nevsky{"nevsky-1"};
    const Credentials credentials = server.enrol_till(nevsky, seed_of(nevsky));
    Connection stranger(server.address(), anybody, {}, kMostBodyBytes);
    int refused = 0;
    for (int i = 0; i < 400; ++i) refused += ask(stranger, "/v1/health").status == 429 ? 1 : 0;
    EXPECT_GT(refused, 20);
    EXPECT_LT(refused, 300);
    Connection till(server.address(), identity_of(nevsky, credentials), {}, kMostBodyBytes);
    EXPECT_EQ(ask(till, "/v1/changes?from=0&wait=0").status, 200U);
}

TEST_F(Limits, MetricsOfTheChainAreForAdministratorsWithACertificateThatIsGood) {
    MemoryTill till{TillId{"nevsky-1"}};
    till.append(plain_sale(1, 100));
    till.append_bytes({1, 2, 3});
    {
        PumpedTill pumped(till, server.address(),
                          server.enrol_till(till.till(), seed_of(till.till())));
        ASSERT_TRUE(pumped.wait_for([](const SyncNews& news) { return news.unsent == 0; }));
    }
    const Identity olga = person({Holder::Administrator, "olga", ""});
    Connection connection(server.address(), olga, {}, kMostBodyBytes);
    const ClientReply reply = ask(connection, "/v1/metrics");
    const std::string text(as_text(reply.body));
    EXPECT_EQ(reply.status, 200U);
    EXPECT_THAT(text, HasSubstr("kopilka_records_total{status=\"applied\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("kopilka_records_total{status=\"quarantined\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("kopilka_cases_open 1\n"));
    EXPECT_THAT(text, HasSubstr("path=\"/v1/enrol\""));

    const auto said_to = [&](const Identity& identity) {
        Connection other(server.address(), identity, {}, kMostBodyBytes);
        const ClientReply answer = ask(other, "/v1/metrics");
        return std::to_string(answer.status) + " " + std::string(as_text(answer.body));
    };
    EXPECT_EQ(said_to(anybody),
              "403 show a manager's or an administrator's certificate: central admit\n");
    EXPECT_THAT(said_to(person({Holder::Manager, "pavel", "nevsky"})),
                testing::AllOf(HasSubstr("200 "), testing::Not(HasSubstr("kopilka_records_total"))))
        << "a store's numbers, not the chain's";
    ASSERT_TRUE(dismiss_person(*server.store(), "olga", now()));
    EXPECT_EQ(said_to(olga), "403 this certificate was taken back\n");
    EXPECT_EQ(dismiss_person(*server.store(), "olga", now()).error().code, Errc::NotFound);
}

}  // namespace
}  // namespace kopilka::sync
