#include "tests/sale/pricing_kit.h"

namespace kopilka {
namespace {

constexpr std::string_view kFivePercent = R"(
[[offer]]
id = "five"
name = "Five"
percent = 5
)";

TEST(Percent, IsTakenOffTheWholeReceiptAndRoundedOnce) {
    Shop shop(kFivePercent);
    shop.add("tea", "3.33");
    shop.add("jam", "3.33");
    shop.add("bun", "3.33");
    EXPECT_EQ(shop.total(), "9.49");  // 5 % of 9.99 is 0.4995
    EXPECT_EQ(shop.outcomes(), "five applied 0.50");
}

TEST(Percent, OfAHundredLeavesExactlyNothing) {
    Shop shop("[[offer]]\nid = \"all\"\nname = \"All\"\npercent = 100\n");
    shop.add("tea", "77.77", "3");
    shop.add("jam", "0.01");
    shop.add("apples", "199.90", "0.350").weighed = true;
    EXPECT_EQ(shop.total(), "0.00");
    EXPECT_EQ(shop.nets(), "0.00 0.00 0.00");
}

}  // namespace
}  // namespace kopilka
