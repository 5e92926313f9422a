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
