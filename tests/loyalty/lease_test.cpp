#include "pos/loyalty/lease.h"

#include "pos/loyalty/lend_ahead.h"

#include <gtest/gtest.h>

namespace kopilka {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDay = 24 * 60 * kMinute;

Points points(std::int64_t whole) { return Points::of(whole * 100); }
Lot lot(std::int64_t whole, std::int64_t active_day, std::optional<std::int64_t> last_day = {}) {
    Lot lot{points(whole), {active_day * kDay}, {}};
    if (last_day) lot.expires = Instant{*last_day * kDay};
    return lot;
}
LeaseId id(std::uint32_t number) { return {{TillId{"nevsky-1"}, Epoch{1}, Sequence{7}}, number}; }
LentLease lent(std::uint32_t number, const char* holder, std::vector<Lot> left,
               LeaseFor use = LeaseFor::Visits) {
    Lease lease{id(number), {RightKind::OfPoints, {}, "bonus"}, use, left, {}, kDay, {}};
    return {lease, TillId{holder}, {10 * kDay}, std::move(left), LeaseState::Lent, false};
}

TEST(Slices, AreCutFromTheLotThatEndsFirst) {
    std::vector<Lot> free{lot(100, 0), lot(50, 0, 30), lot(40, 0, 20)};
    const auto slices = cut_slices(free, points(70), {5 * kDay});
    EXPECT_EQ(slices, (std::vector{lot(40, 0, 20), lot(30, 0, 30)}));
    EXPECT_EQ(free, (std::vector{lot(100, 0), lot(20, 0, 30), lot(0, 0, 20)}));
}

TEST(Slices, AreNeverCutFromWhatIsOverOrNotYetActive) {
    std::vector<Lot> free{lot(100, 6), lot(50, 0, 5), lot(10, 0, 6)};
    EXPECT_EQ(cut_slices(free, points(500), {5 * kDay}), std::vector{lot(10, 0, 6)});
}

TEST(Slices, OfNothingAreNone) {
    std::vector<Lot> free{lot(100, 0)};
    EXPECT_TRUE(cut_slices(free, kNoPoints, {}).empty());
    EXPECT_TRUE(cut_slices(free, -points(5), {}).empty());
}

TEST(Lease, LastsNoLongerThanItsFirstLot) {
    const std::vector<Lot> slices{lot(1, 0, 20), lot(1, 0, 7), lot(1, 0)};
    EXPECT_EQ(lasting_ms(slices, {5 * kDay}, 30 * kDay), 2 * kDay);
    EXPECT_EQ(lasting_ms(slices, {5 * kDay}, kDay), kDay);
}

TEST(Lease, GivesNoMoreOfALotThanIsThere) {
    std::vector<Lot> slices{lot(30, 0, 20), lot(40, 1, 20)};
    EXPECT_FALSE(take_out(slices, lot(0, 0, 20), points(31)));
    EXPECT_FALSE(take_out(slices, lot(0, 0, 21), points(1))) << "another lot";
    EXPECT_FALSE(take_out(slices, lot(0, 0, 20), kNoPoints));
    EXPECT_FALSE(take_out(slices, lot(0, 0, 20), -points(5)));
    EXPECT_EQ(sum_of(slices), points(70));
    EXPECT_TRUE(take_out(slices, lot(0, 0, 20), points(30)));
    EXPECT_EQ(slices, std::vector{lot(40, 1, 20)});
}

// What a lease of ten minutes is to its holder, by each clock.
TEST(Lease, IsOverByWhicheverClockSaysSoFirst) {
    const AskedAt asked{{1'000 * kMinute}, 5 * kMinute, 1};
    const Lease lease{id(0), {}, LeaseFor::Visits, {lot(1, 0)}, {}, 10 * kMinute, {}};
    struct Case {
        const char* what;
        HolderClock clock;
        bool over;
    };
    const auto at = [](std::int64_t minute, std::int64_t running, std::uint64_t run,
                       std::int64_t latest) {
        return HolderClock{{{minute * kMinute}, running * kMinute, run}, {latest * kMinute}};
    };
    for (const Case& one : {
             Case{"just asked", at(1'000, 5, 1, 1'000), false},
             Case{"nine minutes later", at(1'009, 14, 1, 1'009), false},
             Case{"ten minutes later", at(1'010, 15, 1, 1'010), true},
             Case{"the clock was turned back", at(900, 15, 1, 1'001), true},
             Case{"the clock stands still", at(1'000, 15, 1, 1'000), true},
             Case{"started again, clock right", at(1'010, 1, 2, 1'002), true},
             Case{"started again, clock late", at(1'001, 1, 2, 1'002), false},
             Case{"started again, clock late, but it sold at 1010", at(1'001, 1, 2, 1'010), true},
             Case{"the clock was days ahead once, and is right", at(1'001, 6, 1, 9'000), false},
             Case{"the clock was turned forward", at(9'000, 6, 1, 1'001), true},
         })
        EXPECT_EQ(is_over(lease, asked, one.clock), one.over) << one.what;
}

TEST(Lease, EndsAtItsHolderBeforeItsLenderTakesItToBeOver) {
    for (const std::int64_t lasts : {2 * kMinute, 15 * kMinute, 7 * kDay, 30 * kDay}) {
        const Lease lease{id(0), {}, LeaseFor::Visits, {lot(1, 0)}, {}, lasts, {}};
        // Clocks that run a percent apart.
        const std::int64_t holder = lasts - lasts / 100;
        EXPECT_TRUE(is_over(lease, {}, {{{holder}, holder, 0}, {}})) << lasts;
    }
}

TEST(Lease, InDoubtIsWhatIsOverAndWasNotAnsweredFor) {
    EXPECT_EQ(state_of(LeaseState::Lent, {5}, {4}), LeaseState::Lent);
    EXPECT_EQ(state_of(LeaseState::Lent, {5}, {5}), LeaseState::InDoubt);
    EXPECT_EQ(state_of(LeaseState::Ended, {5}, {9}), LeaseState::Ended);
    EXPECT_EQ(state_of(LeaseState::Lost, {5}, {4}), LeaseState::Lost);
}

TEST(Lender, HasFreeWhatIsLentToNobody) {
    const std::vector<Lot> lots{lot(100, 0, 20), lot(50, 0)};
    std::vector<LentLease> leases{lent(0, "a", {lot(30, 0, 20)}), lent(1, "b", {lot(50, 0)})};
    EXPECT_EQ(free_of(lots, leases), std::vector{lot(70, 0, 20)});
    leases[1].state = LeaseState::Lost;
    EXPECT_EQ(sum_of(free_of(lots, leases)), points(120));
}

TEST(Lender, KeepsALeaseInDoubtForItsHolder) {
    std::vector<LentLease> leases{lent(0, "a", {lot(100, 0, 20)})};
    leases[0].ends = {1};
    EXPECT_TRUE(free_of({lot(100, 0, 20)}, leases).empty());
}

// Goods came back, and with them points that are lent; or a purchase gave the lots a later end.
TEST(Lender, LendsNothingOfWhatIsLentAlreadyUnderAnotherEnd) {
    const std::vector<LentLease> leases{lent(0, "a", {lot(60, 0, 20)})};
    EXPECT_EQ(sum_of(free_of({lot(100, 0, 50)}, leases)), points(40));
    EXPECT_TRUE(free_of({lot(40, 0, 20)}, leases).empty());
}

TEST(Lender, AsksBackTheLargestOfWhatWasLentAhead) {
    std::vector<LentLease> leases{lent(0, "a", {lot(10, 0)}), lent(1, "b", {lot(40, 0)}),
                                  lent(2, "c", {lot(90, 0)}, LeaseFor::ThisVisit),
                                  lent(3, "asker", {lot(70, 0)})};
    EXPECT_EQ(to_ask_back(leases, points(30), TillId{"asker"}, {}), std::vector{id(1)});
    EXPECT_EQ(to_ask_back(leases, points(45), TillId{"asker"}, {}), (std::vector{id(1), id(0)}));
    leases[1].asked_back = true;  // 40 are on their way
    EXPECT_TRUE(to_ask_back(leases, points(30), TillId{"asker"}, {}).empty());
    leases[1].ends = {};  // but nobody knows whether its holder still lives
    EXPECT_EQ(to_ask_back(leases, points(30), TillId{"asker"}, {}), std::vector{id(0)});
}

Member visitor(std::initializer_list<std::pair<const char*, std::int64_t>> visits) {
    Member member;
    for (const auto& [store, count] : visits) member.visits[StoreId{store}] = {count, Date{20'000}};
    return member;
}
AheadHolder holder(const char* till, const char* store, std::int64_t held = 0) {
    return {TillId{till}, StoreId{store}, points(held)};
}

TEST(Ahead, TheHomeStoreHasWhatIsSpentAtOnceAndTheOthersTheRest) {
    const std::vector holders{holder("a1", "a"), holder("a2", "a"), holder("b1", "b")};
    const auto shares = shares_ahead(points(300), points(100), visitor({{"a", 8}, {"b", 1}}),
                                     Date{20'010}, holders);
    EXPECT_EQ(shares.lacking, (std::vector<AheadShare>{{TillId{"a1"}, points(125)},
                                                       {TillId{"a2"}, points(125)},
                                                       {TillId{"b1"}, points(50)}}));
    EXPECT_TRUE(shares.holding_much.empty());
}

TEST(Ahead, NobodyHoldsMoreThanThereIs) {
    const std::vector holders{holder("a1", "a"), holder("a2", "a"), holder("a3", "a"),
                              holder("b1", "b")};
    const auto shares =
        shares_ahead(points(100), kNoPoints, visitor({{"a", 3}, {"b", 1}}), Date{20'010}, holders);
    Points sum;
    for (const AheadShare& share : shares.lacking) sum += share.more;
    EXPECT_LE(sum, points(100));
    EXPECT_EQ(sum, points(100));
}

TEST(Ahead, ASmallDifferenceIsNoLease) {
    const std::vector holders{holder("a1", "a", 90)};
    EXPECT_TRUE(shares_ahead(points(100), kNoPoints, visitor({{"a", 1}}), Date{20'010}, holders)
                    .lacking.empty());
}

TEST(Ahead, WhoHoldsTwiceItsShareMayBeAskedForIt) {
    const std::vector holders{holder("a1", "a", 300), holder("a2", "a")};
    const auto shares =
        shares_ahead(points(300), kNoPoints, visitor({{"a", 1}}), Date{20'010}, holders);
    EXPECT_EQ(shares, (AheadShares{{{TillId{"a2"}, points(150)}}, {TillId{"a1"}}}));
}

TEST(Ahead, WhoDidNotComeForALongTimeHasNothingThere) {
    const std::vector holders{holder("a1", "a")};
    EXPECT_TRUE(shares_ahead(points(100), kNoPoints, visitor({{"a", 1}}), Date{20'100}, holders)
                    .lacking.empty());
    EXPECT_TRUE(shares_ahead(points(100), kNoPoints, visitor({{"b", 1}}), Date{20'010}, holders)
                    .lacking.empty());
}

TEST(Ahead, WhatIsSpentAtOnceIsLearned) {
    Member member;
    const ProgrammeId bonus{"bonus"};
    note_visit(member, StoreId{"a"}, Date{1}, {{bonus, points(80)}});
    EXPECT_EQ(member.usual_spend[bonus], points(80));
    note_visit(member, StoreId{"a"}, Date{2}, {{bonus, points(40)}});
    EXPECT_EQ(member.usual_spend[bonus], points(70));
    note_visit(member, StoreId{"a"}, Date{3}, {{bonus, points(200)}});
    EXPECT_EQ(member.usual_spend[bonus], points(200));
    EXPECT_EQ(member.visits[StoreId{"a"}], (StoreVisits{3, Date{3}}));
}

TEST(Ahead, OfManyStoresTheLatestAreRemembered) {
    Member member;
    for (int i = 0; i < 20; ++i) note_visit(member, StoreId{std::to_string(i)}, Date{i}, {});
    EXPECT_EQ(member.visits.size(), 8U);
    EXPECT_TRUE(member.visits.contains(StoreId{"19"}));
    EXPECT_FALSE(member.visits.contains(StoreId{"3"}));
}

}  // namespace
}  // namespace kopilka
