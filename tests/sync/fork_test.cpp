// One till's journal that went several ways: its disk was copied, and each copy sells and sends.
// Each way is taken in and booked once, each copy gets an epoch of its own, each fork is one case.
#include "pos/sale/report.h"
#include "sync/server/audit.h"
#include "sync/server/chain.h"
#include "sync/server/closings.h"
#include "sync/server/ingest.h"
#include "sync/server/resolve.h"
#include "tests/support/on_each_store.h"
#include "tests/sync/rig.h"

#include <chrono>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::SizeIs;
using testing::UnorderedElementsAre;

std::vector<Status> statuses(const UploadReply& reply) {
    std::vector<Status> all;
    for (const RecordStatus& status : reply.statuses) all.push_back(status.status);
    return all;
}

class Fork : public OnEachStore {
protected:
    Fork() {
        keep(*database, plain_member(1));
        server.enrol_till(nevsky, seed_of(nevsky));
    }

    // The same sales in each copy, which cost what is theirs alone.
    void sell(MemoryTill& till, std::uint64_t from, std::uint64_t to, std::int64_t kopecks) {
        for (std::uint64_t n = from; n <= to; ++n)
            till.append(member_sale(n, kopecks, member_id(1), kopecks));
    }
    UploadReply send(const MemoryTill& from, std::uint64_t first, std::size_t count) {
        Epoch newest{0};
        EXPECT_TRUE(database->read([&] {
            newest.value = static_cast<std::uint32_t>(
                database->run("SELECT epoch FROM till WHERE till_id = 'nevsky-1'")
                    .at(0)
                    .natural(0));
        }));
        const EnrolledTill enrolled{from.till(), StoreId{"nevsky"}, key_of(from.till()).public_key,
                                    newest};
        return ingest(*database, enrolled, from.upload_of(first, count), now());
    }
    std::uint64_t number(const std::string& sql) {
        std::uint64_t number = 0;
        EXPECT_TRUE(database->read([&] { number = database->run(sql).at(0).natural(0); }));
        return number;
    }
    std::uint64_t forks_among_cases() {
        return number("SELECT count(*) FROM incident WHERE kind = 'fork'");
    }

    RunningServer server{place};
    std::unique_ptr<Database> database = server.store();
    const TillId nevsky{"nevsky-1"};
    MemoryTill one{nevsky}, other{nevsky}, third{nevsky};
};

TEST_P(Fork, BothCopiesAreBookedAndItIsOneCase) {
    for (MemoryTill* till : {&one, &other}) sell(*till, 1, 2, 100);
    sell(one, 3, 3, 1'000);
    sell(other, 3, 5, 10'000);
    EXPECT_EQ(send(one, 1, 3).forked, std::nullopt);
    const UploadReply forked = send(other, 1, 5);
    using enum Status;
    EXPECT_THAT(statuses(forked), ElementsAre(Duplicate, Duplicate, Applied, Applied, Applied));
    EXPECT_EQ(forked.watermark, Sequence{5}) << "of its own way";
    EXPECT_EQ(forked.forked, Epoch{2});
    EXPECT_EQ(forks_among_cases(), 1U);
    const TillSums sums = server.sums().tills.at(0);
    EXPECT_EQ(sums.records, 6U);
    EXPECT_EQ(sums.forks, 1U);
    EXPECT_EQ(sums.sold, Money::of(31'200));
    EXPECT_EQ(sums.accepted, Money::of(31'200));
    EXPECT_EQ(sums.points, Points::of(31'200));
    EXPECT_EQ(number("SELECT points FROM balance"), 31'200U);
    EXPECT_EQ(number("SELECT count(*) FROM ledger"), 6U) << "the third sale of each is another one";
    EXPECT_TRUE(server.sums().agrees());
}

TEST_P(Fork, WhatABranchSendsAgainIsADuplicateAndTheSameEpoch) {
    sell(one, 1, 3, 100);
    sell(other, 1, 3, 200);
    send(one, 1, 3);
    const UploadReply first = send(other, 1, 3);
    const UploadReply again = send(other, 1, 3);
    EXPECT_THAT(statuses(again), Each(Status::Duplicate));
    EXPECT_EQ(again.forked, first.forked) << "a reply may have been lost";
    EXPECT_THAT(statuses(send(other, 2, 1)), ElementsAre(Status::Duplicate));
    EXPECT_THAT(statuses(send(one, 1, 3)), Each(Status::Duplicate));
    EXPECT_EQ(send(one, 3, 1).forked, std::nullopt);
    EXPECT_EQ(number("SELECT points FROM balance"), 900U);
    EXPECT_EQ(forks_among_cases(), 1U);
}

TEST_P(Fork, ThreeCopiesAtOneRecordAreTwoCases) {
    for (MemoryTill* till : {&one, &other, &third}) sell(*till, 1, 1, 100);
    sell(one, 2, 2, 200);
    sell(other, 2, 2, 300);
    sell(third, 2, 2, 400);
    send(one, 1, 2);
    EXPECT_EQ(send(other, 1, 2).forked, Epoch{2});
    EXPECT_EQ(send(third, 1, 2).forked, Epoch{3});
    EXPECT_EQ(forks_among_cases(), 2U);
    EXPECT_EQ(number("SELECT points FROM balance"), 1'000U);
    EXPECT_TRUE(server.sums().agrees());
}

TEST_P(Fork, ACopyOfACopyIsABranchOfABranch) {
    sell(one, 1, 3, 100);
    for (MemoryTill* till : {&other, &third}) sell(*till, 1, 2, 200);
    sell(other, 3, 4, 300);
    sell(third, 3, 3, 400);
    send(one, 1, 3);
    send(other, 1, 4);
    const UploadReply reply = send(third, 1, 3);
    using enum Status;
    EXPECT_THAT(statuses(reply), ElementsAre(Duplicate, Duplicate, Applied));
    EXPECT_EQ(reply.forked, Epoch{3});
    EXPECT_EQ(forks_among_cases(), 2U);
    EXPECT_EQ(number("SELECT points FROM balance"), 300U + 400U + 600U + 400U);
}

TEST_P(Fork, EachCopyGoesOnInItsOwnWayAndEpoch) {
    for (MemoryTill* till : {&one, &other}) sell(*till, 1, 1, 100);
    sell(one, 2, 2, 200);
    sell(other, 2, 2, 300);
    send(one, 1, 2);
    const Epoch own = *send(other, 1, 2).forked;
    // What it had journaled when the answer came is of the old epoch still.
    sell(other, 3, 3, 400);
    EXPECT_EQ(send(other, 3, 1).forked, own);
    MemoryTill next(nevsky, own, other.head());
    sell(next, 1, 2, 500);
    EXPECT_THAT(statuses(send(next, 1, 2)), Each(Status::Applied));
    EXPECT_EQ(send(next, 1, 2).forked, std::nullopt);
    sell(one, 3, 3, 600);
    EXPECT_EQ(send(one, 3, 1).forked, std::nullopt);
    EXPECT_EQ(forks_among_cases(), 1U);
    EXPECT_EQ(server.enrol_till(nevsky, seed_of(nevsky)).epoch, Epoch{3}) << "not one that is used";
    EXPECT_EQ(number("SELECT points FROM balance"), 100U + 200 + 300 + 400 + 1'000 + 600);
    EXPECT_TRUE(server.sums().agrees());
}

TEST_P(Fork, TwoCopiesThatWereToldTheSameEpochForkInIt) {
    sell(one, 1, 1, 100);
    sell(other, 1, 1, 200);
    send(one, 1, 1);
    const Epoch own = *send(other, 1, 1).forked;
    MemoryTill next(nevsky, own, other.head()), copy(nevsky, own, other.head());
    sell(next, 1, 1, 300);
    sell(copy, 1, 1, 400);
    EXPECT_EQ(send(next, 1, 1).forked, std::nullopt);
    EXPECT_EQ(send(copy, 1, 1).forked, Epoch{3});
    EXPECT_EQ(number("SELECT points FROM balance"), 1'000U);
}

TEST_P(Fork, WhatFollowsNothingThatIsHeldLeavesNothingBehind) {
    sell(one, 1, 4, 100);
    sell(other, 1, 4, 200);
    send(one, 1, 4);
    const UploadReply reply = send(other, 3, 2);
    EXPECT_EQ(reply.refusal, UploadRefusal::Gap);
    EXPECT_THAT(reply.held, ElementsAre(HeldUpTo{Epoch{1}, Sequence{4}, one.head()}));
    MemoryTill lost(nevsky, Epoch{1}, other.head());
    sell(lost, 1, 1, 300);
    EXPECT_EQ(send(lost, 1, 1).refusal, UploadRefusal::Gap) << "an epoch without its beginning";
    EXPECT_EQ(number("SELECT count(*) FROM branch_record"), 0U);
    EXPECT_EQ(forks_among_cases(), 0U);
}

TEST_P(Fork, AQuarantinedRecordOfABranchIsACaseOfItsOwnAndBookedLater) {
    for (MemoryTill* till : {&one, &other}) sell(*till, 1, 1, 100);
    for (MemoryTill* till : {&one, &other})
        till->append(member_sale(2, till == &one ? 700 : 900, member_id(9), 50));
    EXPECT_EQ(send(one, 1, 2).statuses.back().status, Status::Quarantined);
    EXPECT_EQ(send(other, 1, 2).statuses.back().status, Status::Quarantined);
    EXPECT_EQ(send(other, 1, 2).statuses.back().status, Status::Quarantined) << "sent again";
    EXPECT_EQ(number("SELECT count(*) FROM incident WHERE kind = 'unknown member'"), 2U);
    EXPECT_EQ(server.sums().tills.at(0).quarantined, 2U);
    Member late = plain_member(9);
    keep(*database, late);
    for (const Incident& incident : server.sums().incidents) {
        if (incident.kind != IncidentKind::UnknownMember) continue;
        const auto done = resolve(*database, *DecisionBook::open(place.data),
                                  {incident.id, CaseAction::Retry, "admin", "imported"}, now());
        EXPECT_TRUE(done.has_value() && done->has_value());
    }
    EXPECT_EQ(number("SELECT count(*) FROM balance WHERE points = 100"), 2U);
    EXPECT_EQ(number("SELECT count(*) FROM ledger"), 3U);
    EXPECT_EQ(server.sums().tills.at(0).quarantined, 0U);
    EXPECT_EQ(server.sums().tills.at(0).accepted, Money::of(100 + 700 + 900));
    EXPECT_TRUE(server.sums().agrees());
}

TEST_P(Fork, ReceiptsOfABranchArePricedAgainToo) {
    sell(one, 1, 1, 100);
    sell(other, 1, 1, 200);
    Sale wrong = plain_sale(2, 300);
    wrong.total = Money::of(1);
    other.append(wrong);
    one.append(plain_sale(2, 400));
    send(one, 1, 2);
    send(other, 1, 2);
    PublicationShelf shelf;
    while (reprice(*database, shelf, 3).value() > 0) {
    }
    const TillSums sums = server.sums().tills.at(0);
    EXPECT_EQ(sums.waiting, 0U);
    EXPECT_EQ(sums.equal + sums.different, 4U);
    EXPECT_EQ(number("SELECT count(*) FROM incident WHERE kind = 'price difference' AND branch IS"
                     " NOT NULL"),
              1U);
}

// Each copy's Z report is of what that copy sold, before and after they parted.
TEST_P(Fork, EachCopysZReportIsTheSumOfItsOwnShift) {
    const auto close = [](MemoryTill& till, std::vector<Sale> sales) {
        ShiftTotals totals = accumulate({}, ShiftOpened{ShiftNumber{1}, {}});
        for (const Sale& sale : sales) totals = accumulate(totals, sale);
        till.append(ShiftClosed{totals, {}, {}});
    };
    for (MemoryTill* till : {&one, &other}) {
        till->append(ShiftOpened{ShiftNumber{1}, {}});
        till->append(plain_sale(1, 100));
    }
    one.append(plain_sale(2, 200));
    other.append(plain_sale(2, 300));
    close(one, {plain_sale(1, 100), plain_sale(2, 200)});
    send(one, 1, 4);
    const Epoch own = *send(other, 1, 3).forked;
    MemoryTill next(nevsky, own, other.head());
    next.append(plain_sale(3, 400));
    close(next, {plain_sale(1, 100), plain_sale(2, 300), plain_sale(3, 400)});
    send(next, 1, 2);
    const TillSums sums = server.sums().tills.at(0);
    EXPECT_EQ(sums.z_equal, 2U);
    EXPECT_EQ(sums.z_different, 0U);
    EXPECT_EQ(sums.sold, Money::of(1'000));
}

// A copy's late receipts may stand before those of the other that a case tells of already.
TEST_P(Fork, WhatEachCopySendsOfAClosedDayIsACaseOfItsOwn) {
    for (MemoryTill* till : {&one, &other}) sell(*till, 1, 1, 100);
    sell(one, 2, 4, 200);
    sell(other, 2, 2, 700);
    send(one, 1, 1);
    ASSERT_TRUE(close_books(*database, *DecisionBook::open(place.data), Date{20'700}, "elena",
                            "the month is over", now()));
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    const auto late = [&] {
        std::vector<Money> sums;
        for (const Incident& incident : server.sums().late) sums.push_back(incident.amounts.money);
        return sums;
    };
    send(one, 2, 2);
    EXPECT_THAT(late(), ElementsAre(Money::of(400)));
    send(other, 1, 2);
    EXPECT_THAT(late(), UnorderedElementsAre(Money::of(400), Money::of(700)));
    send(one, 4, 1);
    EXPECT_THAT(late(), UnorderedElementsAre(Money::of(400), Money::of(700), Money::of(200)));
    EXPECT_EQ(late().size(), 3U) << "each is told once";
}

INSTANTIATE_TEST_SUITE_P(Stores, Fork, kStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
