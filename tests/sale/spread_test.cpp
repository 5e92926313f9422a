#include "pos/sale/spread.h"

namespace kopilka {
namespace {

using Shares = std::vector<std::int64_t>;

constexpr std::int64_t kPlenty = 1'000'000;

TEST(Spread, GivesTheRemainderWhereThePolicySays) {
    const std::vector<SpreadPart> equal{{1, kPlenty, 0}, {1, kPlenty, 1}, {1, kPlenty, 2}};
    EXPECT_EQ(spread(100, equal, Remainder::Largest), (Shares{34, 33, 33}));
    EXPECT_EQ(spread(101, equal, Remainder::First), (Shares{34, 34, 33}));
    EXPECT_EQ(spread(101, equal, Remainder::Last), (Shares{33, 34, 34}));
}

TEST(Spread, GivesTheLargestRemainderItsKopeckFirst) {
    const std::vector<SpreadPart> parts{{50, kPlenty, 0}, {30, kPlenty, 1}, {20, kPlenty, 2}};
    EXPECT_EQ(spread(99, parts), (Shares{49, 30, 20}));
}

TEST(Spread, DecidesEqualRemaindersByRankAndNotByPosition) {
    const std::vector<SpreadPart> parts{{1, kPlenty, 2}, {1, kPlenty, 0}, {1, kPlenty, 1}};
    EXPECT_EQ(spread(100, parts), (Shares{33, 34, 33}));
}

// Shares are 66.67 each: rounded half up they exceed 200 by one.
TEST(Spread, RoundsEachShareAndPutsTheSumRightWhereThePolicySays) {
    const std::vector<SpreadPart> equal{{1, kPlenty, 0}, {1, kPlenty, 1}, {1, kPlenty, 2}};
    EXPECT_EQ(spread(200, equal, Remainder::First, Rounding::HalfUp), (Shares{66, 67, 67}));
    EXPECT_EQ(spread(200, equal, Remainder::Last, Rounding::HalfUp), (Shares{67, 67, 66}));
    EXPECT_EQ(spread(200, equal, Remainder::AllToLast, Rounding::HalfUp), (Shares{67, 67, 66}));
    EXPECT_EQ(spread(200, equal, Remainder::First, Rounding::Down), (Shares{67, 67, 66}));
    EXPECT_EQ(spread(200, equal, Remainder::AllToFirst, Rounding::Down), (Shares{68, 66, 66}));
    EXPECT_EQ(spread(200, equal, Remainder::AllToLast, Rounding::Down), (Shares{66, 66, 68}));
}

TEST(Spread, GivesBackFirstWhereRoundingAddedMost) {
    // 1.5, 1.5 and 2.0 of 5: half up makes 2, 2, 2; the lower rank gives one back.
    const std::vector<SpreadPart> parts{{3, kPlenty, 0}, {3, kPlenty, 1}, {4, kPlenty, 2}};
    EXPECT_EQ(spread(5, parts, Remainder::Largest, Rounding::HalfUp), (Shares{1, 2, 2}));
    EXPECT_EQ(spread(5, parts, Remainder::First, Rounding::HalfDown), (Shares{2, 1, 2}));
}

TEST(Spread, MovesWhatOnePartCannotTakeToTheOthers) {
    const std::vector<SpreadPart> parts{{100, 10, 0}, {100, kPlenty, 1}, {200, kPlenty, 2}};
    EXPECT_EQ(spread(100, parts), (Shares{10, 30, 60}));
}

TEST(Spread, StopsWhereNobodyCanTakeMore) {
    const std::vector<SpreadPart> parts{{100, 10, 0}, {100, 5, 1}};
    EXPECT_EQ(spread(100, parts), (Shares{10, 5}));
    EXPECT_EQ(spread(100, std::vector<SpreadPart>{}), Shares{});
}

TEST(Spread, IsEvenWhereNothingHasWeight) {
    const std::vector<SpreadPart> parts{{0, kPlenty, 0}, {0, kPlenty, 1}};
    EXPECT_EQ(spread(7, parts), (Shares{4, 3}));
}

TEST(Spread, HoldsForTheLargestSums) {
    constexpr std::int64_t kBillion = 1'000'000'000'00;
    const std::vector<SpreadPart> parts{{kBillion, kBillion, 0}, {1, kBillion, 1}};
    EXPECT_EQ(spread(kBillion, parts), (Shares{kBillion - 1, 1}));
}

}  // namespace
}  // namespace kopilka
