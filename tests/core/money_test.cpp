#include "pos/core/money.h"

#include <gtest/gtest.h>

namespace kopilka {
namespace {

TEST(Money, ReadsAndWritesDecimals) {
    EXPECT_EQ(parse_money("320.00"), Money::of(32000));
    EXPECT_EQ(parse_money("320"), Money::of(32000));
    EXPECT_EQ(parse_money("-0.5"), Money::of(-50));
    EXPECT_EQ(to_string(Money::of(-50)), "-0.50");
    EXPECT_EQ(to_string(Points::of(1250)), "12.5");
    EXPECT_EQ(to_string(Points::of(25000)), "250");
    EXPECT_EQ(to_string(Quantity::of(350)), "0.35");
}

TEST(Money, RefusesWhatIsNotAPlainDecimal) {
    for (const char* text :
         {"", "-", ".5", "5.", "1.234", "1e5", "+5", "1,5", " 1", "1..2", "92233720368547758.08"})
        EXPECT_FALSE(parse_money(text)) << text;
}

TEST(Money, ExtendsAPriceByWeightAndRoundsOnce) {
    EXPECT_EQ(extend(Money::of(19990), Quantity::of(350), Rounding::HalfUp), Money::of(6997));
}

TEST(Ratio, RoundsEachWayItNamesSymmetricallyAboutZero) {
    struct Row {
        Rounding rounding;
        std::int64_t of_5, of_15, of_25, of_26, of_minus_25;
    };
    for (const Row& row :
         {Row{Rounding::HalfUp, 1, 2, 3, 3, -3}, Row{Rounding::HalfEven, 0, 2, 2, 3, -2},
          Row{Rounding::HalfDown, 0, 1, 2, 3, -2}, Row{Rounding::Down, 0, 1, 2, 2, -2},
          Row{Rounding::Up, 1, 2, 3, 3, -3}}) {
        EXPECT_EQ(scale(5, 1, 10, row.rounding), row.of_5);
        EXPECT_EQ(scale(15, 1, 10, row.rounding), row.of_15);
        EXPECT_EQ(scale(25, 1, 10, row.rounding), row.of_25);
        EXPECT_EQ(scale(26, 1, 10, row.rounding), row.of_26);
        EXPECT_EQ(scale(-25, 1, 10, row.rounding), row.of_minus_25);
    }
}

TEST(MoneyDeathTest, StopsTheProgramRatherThanWrapAround) {
    EXPECT_DEATH(Money::of(INT64_MAX) + Money::of(1), "overflowed");
    EXPECT_DEATH(scale(INT64_MAX, 10, 1, Rounding::Down), "64 bits");
}

}  // namespace
}  // namespace kopilka
