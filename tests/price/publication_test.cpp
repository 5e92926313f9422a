// The demo shop's whole publication: lanes over each other, and nothing that depends on the order
// of scanning. Each programme by itself: golden_test.cpp.
#include "tests/price/basket_text.h"
#include "tests/price/command_kit.h"

#include <gtest/gtest.h>

namespace kopilka {
namespace {

// Anna's visit to the demo shop: the tenth coffee, two for one, her ladder step, points spent.
TEST(Publication, OfTheDemoShopAddsUpOverItsLanes) {
    const JsonBasket basket{
        {{"COF-CAPPUCCINO-300", "240.00", "1", "coffee", "\"brand\":\"Penka\""},
         {"PAS-CROISSANT", "120.00", "2", "pastry",
          "\"brand\":\"Penka\",\"tags\":[\"two-for-one\"]"},
         {"SWT-CHOC-MILK", "99.90", "2", "sweets", "\"tags\":[\"two-for-one\"]"},
         {"APPLES", "149.90", "0.850", "fruit", "\"weighed\":true"}},
        "\"tier\":\"gold\",\"joined\":\"2023-03-08\",\"birthday\":\"1987-05-14\",\"purchases\":164,"
        "\"lifetime_spend\":\"128450.00\",\"last_purchase\":\"2026-03-08\",\"tags\":[\"vip\"],"
        "\"stamps\":{\"coffee\":9},\"accounts\":{\"bonus\":{\"lots\":[{\"amount\":\"300\","
        "\"active\":\"2025-12-01\",\"expires\":\"2026-12-04\"}]}}",
        "\"tenders\":[{\"kind\":\"points\",\"amount\":\"100.00\"},{\"kind\":\"cash\",\"amount\":"
        "\"1000.00\"}]"};
    const Outcomes priced =
        price_file(in_repository("assets/demo/publication.toml"), basket.text());
    ASSERT_EQ(priced.code, 0) << priced.err;
    EXPECT_EQ(value_of(priced.out, "total"), "323.01");
    EXPECT_EQ(value_of(priced.out, "discount_total"), "484.21");
    EXPECT_EQ(value_of(priced.out, "due"), "0.00");
    EXPECT_EQ(value_of(priced.out, "change"), "776.99");
    EXPECT_EQ(value_of(priced.out, "points/earned"), "12");
    EXPECT_EQ(value_of(priced.out, "points/redeemed"), "100");
    EXPECT_EQ(value_of(priced.out, "points/balance_after"), "200");
    EXPECT_EQ(value_of(priced.out, "stamps/coffee"), "0");
    EXPECT_EQ(value_of(priced.out, "offers/0/id"), "tenth-coffee");
    EXPECT_EQ(value_of(priced.out, "offers/2/id"), "ladder");
    EXPECT_EQ(value_of(priced.out, "offers/2/order"), "3");
}

TEST(PriceCommand, GivesEqualBytesForEqualInputAndEqualTotalsForShuffledLines) {
    JsonBasket basket{{{"A", "33.33", "3", "food", ""},
                       {"B", "66.67", "1", "food", ""},
                       {"C", "10.01", "2", "pastry", ""}},
                      "\"purchases\":9"};
    const std::string manifest = in_repository("assets/demo/publication.toml");
    const Outcomes first = price_file(manifest, basket.text());
    EXPECT_EQ(first.out, price_file(manifest, basket.text()).out);
    // The same lines under the same ids, told in another order: the same bytes.
    std::string shuffled = basket.text();
    const std::string a = basket.line(0), c = basket.line(2);
    const auto at_a = shuffled.find(a);
    shuffled.replace(shuffled.find(c), c.size(), a);
    shuffled.replace(at_a, a.size(), c);
    EXPECT_EQ(first.out, price_file(manifest, shuffled).out);
    // Scanned in another order, so under other ids: the same total.
    std::swap(basket.lines[0], basket.lines[2]);
    EXPECT_EQ(value_of(first.out, "total"),
              value_of(price_file(manifest, basket.text()).out, "total"));
}

}  // namespace
}  // namespace kopilka
