// How a till's clock stands to the server's: what one exchange tells, and what the server does with
// it. A whole day with wrong clocks is in tests/scenario/clock_test.cpp.
#include "sync/protocol/clock.h"

#include "sync/protocol/codec.h"
#include "sync/server/ingest.h"
#include "sync/server/members.h"
#include "sync/server/resolve.h"
#include "tests/support/on_each_store.h"
#include "tests/sync/rig.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDay = 24 * 60 * kMinute;

TEST(Reading, HoldsTheTruthWheneverTheServerLooked) {
    // The till's clock is `ahead`; the question took `there`, the answer `back`.
    for (const std::int64_t ahead : {0 * kDay, kMinute / 240, -kDay, 3'652 * kDay})
        for (const std::int64_t there : {0, 7, 900})
            for (const std::int64_t back : {0, 12, 31'000})
                for (const std::uint32_t waited : {0U, 20'000U}) {
                    const Instant answered{1'780'000'000'000};
                    const Instant received{answered.ms + back + ahead};
                    const ClockReading reading =
                        read_clock({answered, waited}, received, there + waited + back);
                    EXPECT_LE(std::abs(reading.ahead_ms - ahead),
                              std::int64_t{reading.uncertainty_ms});
                    EXPECT_LE(reading.uncertainty_ms, (there + back) / 2 + 2);
                }
    // A server that says it waited longer than it took is not believed further than that.
    EXPECT_EQ(read_clock({{100}, 5'000}, {100}, 10).uncertainty_ms, 2U);
}

TEST(Reading, KeepsTheSurerOneUntilTheClockWasTurned) {
    const ClockReading sure{100, 5};
    EXPECT_EQ(followed({}, {3, 900}), (ClockReading{3, 900}));
    EXPECT_EQ(followed(sure, {500, 900}), sure) << "they agree";
    EXPECT_EQ(followed(sure, {101, 4}), (ClockReading{101, 4})) << "surer";
    EXPECT_EQ(followed(sure, {-kDay, 900}), (ClockReading{-kDay, 900})) << "turned";
}

TEST(Reading, IsWrongBeyondAMinuteForSure) {
    struct {
        ClockReading reading;
        bool wrong;
        const char* words;
    } const kRows[] = {
        {{0, 2}, false, "0.0 s ahead of the server's, give or take 0.1 s"},
        {{kMinute, 0}, false, "60.0 s ahead of the server's, give or take 0.0 s"},
        {{kMinute + 3, 2}, true, "60.1 s ahead of the server's, give or take 0.1 s"},
        {{-kMinute - 3, 2}, true, "60.1 s behind the server's, give or take 0.1 s"},
        {{2 * kMinute, 70'000}, false, "120.0 s ahead of the server's, give or take 70.0 s"},
        {{-kDay, 1'500}, true, "86400.0 s behind the server's, give or take 1.5 s"},
    };
    for (const auto& row : kRows) {
        EXPECT_EQ(is_wrong(row.reading), row.wrong) << row.words;
        EXPECT_EQ(words(row.reading), row.words);
    }
}

TEST(Reading, TravelsWithUploadsAndItsSourceWithAnswers) {
    MemoryTill till(TillId{"nevsky-1"});
    till.append(plain_sale(1, 100));
    Upload upload = till.upload_of(1, 1);
    EXPECT_EQ(decode_upload(encode(upload)), upload) << "an older till says nothing";
    upload.clock = ClockReading{-3'652 * kDay, 17};
    EXPECT_EQ(decode_upload(encode(upload)), upload);
    UploadReply reply;
    EXPECT_EQ(decode_upload_reply(encode(reply)), reply) << "neither does an older server";
    reply.time = ServerTime{{1'780'000'000'000}, 9};
    EXPECT_EQ(decode_upload_reply(encode(reply)), reply);
    Changes page;
    page.time = reply.time;
    EXPECT_EQ(decode_changes(encode(page)), page);
    page.time->at.ms = kMostClockMs + 1;
    EXPECT_EQ(decode_changes(encode(page)), std::nullopt);
    upload.clock->ahead_ms = INT64_MIN;
    EXPECT_EQ(decode_upload(encode(upload)), std::nullopt);
}

class WrongClock : public OnEachStore {
protected:
    UploadReply send(std::optional<ClockReading> clock, Instant at = now()) {
        Upload upload = till.upload_of(++sent, 1);
        upload.clock = clock;
        return ingest(*database,
                      {till.till(), StoreId{"nevsky"}, key_of(till.till()).public_key, Epoch{1}},
                      upload, at);
    }
    std::vector<Incident> cases() {
        std::vector<Incident> open;
        EXPECT_TRUE(database->read([&] { open = open_incidents(*database); }));
        return open;
    }

    std::unique_ptr<Database> database = *open_database(place);
    MemoryTill till{TillId{"nevsky-1"}};
    std::uint64_t sent = 0;
};

TEST_P(WrongClock, IsOneCaseUntilSomebodyHasLooked) {
    for (std::uint64_t n = 1; n <= 6; ++n) till.append(plain_sale(n, 100));
    EXPECT_EQ(send({}).statuses.at(0).status, Status::Applied);
    send(ClockReading{50, 3});
    EXPECT_THAT(cases(), SizeIs(0));
    send(ClockReading{61'000, 200});
    EXPECT_EQ(send(ClockReading{62'000, 200}).statuses.at(0).status, Status::Applied);
    ASSERT_THAT(cases(), SizeIs(1));
    EXPECT_EQ(cases()[0].kind, IncidentKind::WrongClock);
    EXPECT_EQ(cases()[0].record.sequence, Sequence{3}) << "from there on";
    EXPECT_EQ(cases()[0].cause,
              "the till's clock is 61.0 s ahead of the server's, give or take 0.2 s");
    ASSERT_TRUE(*resolve(*database, *DecisionBook::open(place.data),
                         {cases()[0].id, CaseAction::Accept, "irina", "set"}, now()));
    send(ClockReading{-3, 3});
    EXPECT_THAT(cases(), SizeIs(0));
    send(ClockReading{-90'000, 3});
    ASSERT_THAT(cases(), SizeIs(1));
    EXPECT_THAT(cases()[0].cause, HasSubstr("90.0 s behind"));
}

// Points live on with each purchase; the first lot was over an hour before this one was made.
TEST_P(WrongClock, ThatIsLateProlongsNothingThatIsOver) {
    const Instant sold{1'780'000'000'000};
    const Instant to{sold.ms + 365 * kDay};
    Member member = plain_member(1);
    member.view.accounts[ProgrammeId{"bonus"}].lots = {
        {Points::of(5), {0}, Instant{sold.ms - 60 * kMinute}},
        {Points::of(7), {0}, Instant{sold.ms + kDay}}};
    keep(*database, member);
    const auto sell_when_the_clock_is = [&](std::optional<ClockReading> clock) {
        Sale sale = member_sale(sent + 1, 100, member_id(1), 1);
        LedgerEntry longer;
        longer.operation = 1;
        longer.kind = LedgerKind::Prolongation;
        longer.programme = ProgrammeId{"bonus"};
        longer.active = {sold.ms + (clock ? clock->ahead_ms : 0)};
        longer.expires = to;
        sale.ledger.push_back(longer);
        till.append(sale);
        EXPECT_EQ(send(clock, {sold.ms + 5'000}).statuses.at(0).status, Status::Applied);
        std::optional<Member> found;
        EXPECT_TRUE(database->read([&] { found = find_member(*database, member_id(1)); }));
        const auto& lots = found->view.accounts.at(ProgrammeId{"bonus"}).lots;
        return std::pair(lots.at(0).expires, lots.at(1).expires);
    };
    const std::optional<Instant> over = Instant{sold.ms - 60 * kMinute};
    EXPECT_EQ(sell_when_the_clock_is({{-kDay, 20}}), std::pair(over, std::optional(to)));
    EXPECT_EQ(sell_when_the_clock_is({{-3'652 * kDay, 20}}), std::pair(over, std::optional(to)));
    EXPECT_EQ(sell_when_the_clock_is({}), std::pair(over, std::optional(to)));
}

INSTANTIATE_TEST_SUITE_P(Stores, WrongClock, kPlainStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
