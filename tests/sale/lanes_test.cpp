// How offers get on with each other: inside a lane, from lane to lane, exclusive and excluded.
#include "tests/sale/pricing_kit.h"

namespace kopilka {
namespace {

std::string offer(const std::string& id, const std::string& keys) {
    return "[[offer]]\nid = \"" + id + "\"\nname = \"" + id + "\"\n" + keys + "\n";
}
std::string lane(const std::string& id, const std::string& choose) {
    return "[[lane]]\nid = \"" + id + "\"\nchoose = \"" + choose + "\"\n";
}

TEST(BestLane, GivesEachUnitTheOfferThatIsBetterForTheCustomer) {
    Shop shop(offer("all", "percent = 5") +
              offer("tea", "percent = 20\ngoods = { categories = \"tea\" }"));
    shop.add("tea-a", "100.00");
    shop.add("jam-a", "100.00");
    EXPECT_EQ(shop.nets(), "80.00 95.00");
    EXPECT_EQ(shop.outcomes(), "all applied 5.00; tea applied 20.00");
}

TEST(BestLane, SaysToWhomAnOfferLostAndByHowMuch) {
    Shop shop(offer("five", "percent = 5") + offer("ten", "percent = 10"));
    shop.add("tea", "100.00");
    EXPECT_EQ(shop.outcomes(), "ten applied 10.00; five lost to ten by 5.00");
}

TEST(BestLane, DecidesEqualOffersByPriorityThenById) {
    Shop shop(offer("b", "percent = 5") + offer("a", "percent = 5"));
    shop.add("tea", "100.00");
    EXPECT_EQ(shop.outcomes(), "a applied 5.00; b lost to a by 0.00");
    Shop other(offer("b", "percent = 5\npriority = 1") + offer("a", "percent = 5"));
    other.add("tea", "100.00");
    EXPECT_EQ(other.outcomes(), "b applied 5.00; a lost to b by 0.00");
}

TEST(BestLane, SharesUnitsBetweenGroupsSoThatTheCustomerPaysLeast) {
    // All four for 3-for-2 would save 9; one pair of jam and one of tea save 9 + 5.
    Shop shop(offer("three", "group = { take = 3 }") +
              offer("pair", "group = { take = 2 }\ngoods = { categories = [\"jam\"] }"));
    shop.add("jam-a", "9.00", "2");
    shop.add("tea-a", "5.00", "3");
    EXPECT_EQ(shop.nets(), "9.00 10.00");
    EXPECT_EQ(shop.outcomes(), "pair applied 9.00; three applied 5.00");
}

TEST(BestLane, LeavesUnitsThatFormNoGroupToPlainDiscounts) {
    Shop shop(offer("pair", "group = { take = 2 }") + offer("ten", "percent = 10"));
    shop.add("tea", "10.00", "3");
    EXPECT_EQ(shop.nets(), "19.00");
}

TEST(BestLane, PrefersThePlainDiscountWhereTheGroupSavesLess) {
    Shop shop(offer("pair", "percent = 10\ngroup = { take = 2 }") + offer("half", "percent = 50"));
    shop.add("tea", "10.00", "2");
    EXPECT_EQ(shop.outcomes(), "half applied 10.00; pair lost to half by 9.00");
}

// Capped groups are not a sum over pieces: every order of twelve of them is beyond the limit.
TEST(BestLane, SaysWhenItsSearchReachedItsLimit) {
    std::string offers;
    for (char id = 'a'; id <= 'l'; ++id)
        offers += offer(std::string(1, id), "percent = " + std::to_string(50 + id - 'a') +
                                                "\ngroup = { take = 2 }\nlimits = { cap = 10000 }");
    Shop shop(offers);
    for (int i = 0; i < 30; ++i)
        shop.add("tea-" + std::to_string(i), std::to_string(10 + i) + ".00", "2");
    const PricedBasket priced = shop.price();
    EXPECT_TRUE(priced.explanations.front().approximate);
    EXPECT_EQ(priced, shop.price());
    // Never worse than the best offer alone: 61 % of every second piece.
    EXPECT_GE(priced.discount_total, Money::of(735'00 * 61 / 100));
}

// A cap is no sum over pieces, so the two cannot share their pieces as groups do.
TEST(BestLane, ACappedGroupBesideAnotherGroupCostsTheCustomerNothing) {
    Shop shop(offer("free", "group = { take = 2 }") +
              offer("capped", "group = { take = 2 }\npercent = 1\nlimits = { cap = 1 }"));
    shop.add("tea", "25.00");
    shop.add("jam", "188.00");
    shop.add("jam", "188.00", "2").minimum_price = *parse_money("94.00");
    // The free one is the jam without a minimum price; a tea and the jam that is left have 1 %.
    EXPECT_EQ(shop.nets(), "24.75 0.00 376.00");
}

TEST(BestLane, KeepsAPieceFromAGroupWhereASumOffStandsBesideIt) {
    Shop shop(offer("three", "group = { take = 3 }\npercent = 10") +
              offer("five", "goods = { price_from = 50 }\namount_off = 5"));
    shop.add("tea", "1.00", "2");
    shop.add("tea", "50.00", "2");
    // Three begin with the dearest; with one of those left there is a five as well.
    EXPECT_EQ(shop.outcomes(), "five applied 5.00; three applied 0.10");
}

// Nine pieces on nine lines are no more to search than on two.
TEST(BestLane, SearchesEqualGoodsAlikeOnHoweverManyLines) {
    Shop shop(offer("ten", "group = { take = 2 }\npercent = 10") +
              offer("five", "goods = { price_from = 50 }\namount_off = 5"));
    for (int i = 0; i < 6; ++i) shop.add("tea", "50.00");
    for (int i = 0; i < 4; ++i) shop.add("jam", "1.00");
    const PricedBasket priced = shop.price();
    EXPECT_FALSE(priced.explanations.front().approximate);
    // A tea for the five, two pairs of tea, one of tea and jam, one of jam; a jam is left.
    EXPECT_EQ(priced.discount_total, *parse_money("15.20"));
}

TEST(BestLane, CountsASumOffALineOnceHoweverManyPiecesAreLeftOfIt) {
    Shop shop(offer("line", "amount_off = 6\nper = \"line\"") +
              offer("pair", "group = { take = 2 }\npercent = 50\nlimits = { per_receipt = 1 }"));
    shop.add("tea", "6.00", "2");
    shop.add("jam", "6.00", "2");
    // One of each makes a pair; what is left of either line still takes its six.
    EXPECT_EQ(shop.outcomes(), "line applied 12.00; pair applied 3.00");
}

// 12 different group offers, each on goods of its own choice that overlap with the others', over 60
// pieces of as many prices.
TEST(BestLane, IsExactForTwelveOffersOverSixtyPieces) {
    std::string offers;
    for (int i = 0; i < 12; ++i) {
        std::string goods;
        for (int kind = 0; kind < 60; kind += 1 + i % 3)
            goods += "\"tea-" + std::to_string((kind * 7 + i) % 60) + "\",";
        offers +=
            offer("o" + std::to_string(i),
                  "goods = { skus = [" + goods + "] }\npercent = " + std::to_string(100 - 5 * i) +
                      "\ngroup = { take = " + std::to_string(2 + i % 6) + " }");
    }
    Shop shop(offers);
    for (int i = 0; i < 60; ++i)
        shop.add("tea-" + std::to_string(i), std::to_string(10 + i * i % 97) + ".00");
    EXPECT_FALSE(shop.price().explanations.front().approximate);
}

TEST(BestLane, IsExactForManyOffersOfOneKind) {
    std::string offers;
    for (char id = 'a'; id <= 'l'; ++id)
        offers += offer(std::string(1, id),
                        "percent = " + std::to_string(50 + id - 'a') + "\ngroup = { take = 2 }");
    Shop shop(offers);
    for (int i = 0; i < 30; ++i)
        shop.add("tea-" + std::to_string(i), std::to_string(10 + i) + ".00", "2");
    const PricedBasket priced = shop.price();
    EXPECT_FALSE(priced.explanations.front().approximate);
    EXPECT_EQ(priced.discount_total, Money::of(735'00 * 61 / 100));
}

TEST(BestLane, FormsGroupsOfTheGoodsThatGiveMostTogether) {
    struct Case {
        std::string sentence, offers;
        std::vector<std::pair<std::string, std::string>> goods;
        std::string discount;
    };
    const std::string rate = "percent = 40";
    const std::vector<Case> cases{
        {"the pair on the two equal ones, the percentage on the dearest",
         offer("pair", "group = { take = 2 }") + offer("rate", rate),
         {{"t", "100.00"}, {"u", "50.00"}, {"v", "50.00"}},
         "90.00"},
        {"each piece its better plain offer",
         offer("fix", "price = 50") + offer("rate", "percent = 20"),
         {{"t", "100.00"}, {"u", "60.00"}},
         "62.00"},
        {"each line its better plain offer",
         offer("ten", "percent = 10") + offer("five", "amount_off = 5\nper = \"line\""),
         {{"t", "100.00"}, {"u", "20.00"}},
         "15.00"},
        {"a ladder by history is a percentage of each piece",
         offer("card", "ladder = { by = \"quantity\", steps = [{ from = 1, percent = 5 }] }") +
             offer("tea", "percent = 20\ngoods = { categories = \"tea\" }"),
         {{"tea", "100.00"}, {"jam", "100.00"}},
         "25.00"},
        {"a sum off the order on what a percentage leaves",
         offer("sum", "amount_off = 5") +
             offer("tea", "percent = 20\ngoods = { categories = \"tea\" }"),
         {{"tea", "100.00"}, {"jam", "100.00"}},
         "25.00"},
        {"two groups that overlap share the goods: tea with tea, jam with bun",
         offer("a", "group = { take = 2 }\ngoods = { categories = [\"tea\", \"jam\"] }") +
             offer("b", "group = { take = 2 }\ngoods = { categories = [\"jam\", \"bun\"] }"),
         {{"tea-a", "30.00"}, {"tea-b", "20.00"}, {"jam", "25.00"}, {"bun", "24.00"}},
         "44.00"},
        {"a bundle and a pair",
         offer("pair", "group = { take = 2 }\ngoods = { categories = \"tea\" }") +
             offer("bundle",
                   "price = 20\n[offer.group]\nparts = [{ goods = { categories = \"tea\" } }, { "
                   "goods = { categories = \"jam\" } }]"),
         {{"tea-a", "30.00"}, {"tea-b", "29.00"}, {"tea-c", "4.00"}, {"jam", "25.00"}},
         "39.00"},
    };
    for (const Case& one : cases) {
        Shop shop(one.offers);
        for (const auto& [sku, price] : one.goods) shop.add(sku, price);
        EXPECT_EQ(to_string(shop.price().discount_total), one.discount) << one.sentence << "\n"
                                                                        << shop.outcomes();
    }
}

TEST(LaneOfAll, AsksAnOfferThatHadNothingToTakeOnceMore) {
    // 3 % of 0.10 is nothing, 3 % of 1.10 is 0.03: the pair takes the cheapest away first.
    Shop shop(
        lane("goods", "priority") +
        offer("pair", "group = { take = 2 }\ngoods = { categories = \"tea\" }\npriority = 1") +
        offer("least", "percent = 3\npick = { which = \"cheapest\" }"));
    shop.add("tea-a", "5.00");
    shop.add("tea-b", "0.10");
    shop.add("jam", "1.10");
    EXPECT_EQ(shop.outcomes(), "pair applied 0.10; least applied 0.03");
}

TEST(PriorityLane, ServesTheHigherPriorityFirstEvenIfItIsWorse) {
    Shop shop(lane("goods", "priority") + offer("five", "percent = 5\npriority = 2") +
              offer("ten", "percent = 10\npriority = 1"));
    shop.add("tea", "100.00");
    EXPECT_EQ(shop.outcomes(), "five applied 5.00; ten lost to five by 0.00");
}

TEST(LaneOfAll, AppliesOneAfterAnotherOnTheRunningPrice) {
    Shop shop(lane("goods", "all") + offer("a", "percent = 10\npriority = 2") +
              offer("b", "percent = 10\npriority = 1"));
    shop.add("tea", "100.00");
    EXPECT_EQ(shop.outcomes(), "a applied 10.00; b applied 9.00");
}

TEST(LaneOfAll, AddsPercentagesOfThePriceAtItsBeginning) {
    Shop shop(lane("goods", "all") + offer("a", "percent = 10\nof = \"lane\"") +
              offer("b", "percent = 10\nof = \"lane\""));
    shop.add("tea", "100.00");
    EXPECT_EQ(shop.total(), "80.00");
}

TEST(Lanes, CompoundOnTheRunningOrOnTheOriginalPrice) {
    const std::string lanes = lane("goods", "best") + lane("order", "best");
    Shop running(lanes + offer("a", "percent = 10") + offer("b", "percent = 10\nlane = \"order\""));
    running.add("tea", "100.00");
    EXPECT_EQ(running.total(), "81.00");
    Shop original(lanes + offer("a", "percent = 10") +
                  offer("b", "percent = 10\nlane = \"order\"\nof = \"original\""));
    original.add("tea", "100.00");
    EXPECT_EQ(original.total(), "80.00");
}

TEST(Lanes, MeasureThresholdsOnWhatEarlierLanesLeft) {
    const std::string first = offer("a", "percent = 10");
    Shop running(first + offer("b",
                               "amount_off = 5\nlane = \"order\"\nwhen = { minimum_amount = "
                               "100 }"));
    running.add("tea", "100.00");
    EXPECT_EQ(running.outcomes(), "a applied 10.00; b missing 10.00 (add 10.00, save 5.00)");
    Shop original(first + offer("b",
                                "amount_off = 5\nlane = \"order\"\nwhen = { minimum_amount = "
                                "{ amount = 100, basis = \"original\" } }"));
    original.add("tea", "100.00");
    EXPECT_EQ(original.total(), "85.00");
}

TEST(Lanes, EndWhereAnOfferStopsThem) {
    Shop shop(offer("a", "percent = 1\nstops_later_lanes = true") +
              offer("b", "percent = 50\nlane = \"order\""));
    shop.add("tea", "100.00");
    EXPECT_EQ(shop.outcomes(), "a applied 1.00; b lost to a by 0.00");
}

TEST(Exclusive, InItsLaneStandsAloneOnlyIfThatIsBetter) {
    const std::string others = offer("tea", "percent = 30\ngoods = { categories = \"tea\" }") +
                               offer("jam", "percent = 30\ngoods = { categories = \"jam\" }");
    Shop better(others + offer("alone", "percent = 40\nexclusive = \"lane\""));
    better.add("tea-a", "100.00");
    better.add("jam-a", "100.00");
    EXPECT_EQ(better.outcomes(),
              "alone applied 80.00; jam lost to alone by 10.00; tea lost to alone by 10.00");
    Shop worse(others + offer("alone", "percent = 20\nexclusive = \"lane\""));
    worse.add("tea-a", "100.00");
    worse.add("jam-a", "100.00");
    EXPECT_EQ(worse.total(), "140.00");
}

TEST(Exclusive, OnTheReceiptStandsAgainstAllLanesTogetherAndLeavesPointsAlone) {
    Shop shop("[points]\n" + offer("a", "percent = 10") +
              offer("b", "percent = 10\nlane = \"order\"") +
              offer("alone", "percent = 30\nexclusive = \"receipt\"") +
              offer("earn", "points = { per_receipt = 7 }"));
    shop.add("tea", "100.00");
    shop.join();
    EXPECT_EQ(shop.outcomes(),
              "alone applied 30.00; earn applied 0.00; a lost to alone by 20.00; b lost to alone "
              "by 21.00");
    EXPECT_EQ(shop.price().points.front().earned, Points::of(700));
}

TEST(Excludes, AreSymmetricButNeverTransitive) {
    // a excludes b, b excludes c: a and c stand together.
    const std::string lanes = lane("one", "all") + lane("two", "all") + lane("three", "all");
    Shop shop(lanes + offer("a", "percent = 10\nlane = \"one\"\nexcludes = \"b\"") +
              offer("b", "percent = 10\nlane = \"two\"\nexcludes = \"c\"") +
              offer("c", "percent = 10\nlane = \"three\""));
    shop.add("tea", "100.00");
    EXPECT_EQ(shop.outcomes(), "a applied 10.00; c applied 9.00; b lost to a by 0.00");
}

TEST(Excludes, InABestLaneTheBetterCompanyIsChosen) {
    Shop shop(offer("a", "percent = 30\ngoods = { categories = \"tea\" }\nexcludes = \"b\"") +
              offer("b", "percent = 20\ngoods = { categories = \"jam\" }") +
              offer("c", "percent = 20\ngoods = { categories = \"tea\" }"));
    shop.add("tea-a", "100.00");
    shop.add("jam-a", "100.00");
    EXPECT_EQ(shop.total(), "160.00");
}

TEST(QuantityOffers, UseAUnitOnceAcrossLanesUnlessTheySayOtherwise) {
    const std::string first = offer("pair", "percent = 50\ngroup = { take = 2 }");
    const std::string second = "percent = 10\nlane = \"order\"\ngroup = { take = 2 }";
    Shop once(first + offer("again", second));
    once.add("tea", "100.00", "2");
    EXPECT_EQ(once.total(), "150.00");
    Shop twice(first + offer("again", second + "\nreuses_units = true"));
    twice.add("tea", "100.00", "2");
    EXPECT_EQ(twice.total(), "145.00");
}

TEST(Gifts, NeverQualifyForThresholdsOrOtherOffers) {
    const std::string pair = offer("pair", "group = { take = 2 }");
    Shop threshold(pair + offer("off",
                                "amount_off = 5\nlane = \"order\"\nwhen = { minimum_amount "
                                "= { amount = 150, basis = \"original\" } }"));
    threshold.add("tea", "100.00", "2");
    EXPECT_EQ(threshold.total(), "100.00");
    Shop quantity(pair + offer("off",
                               "amount_off = 5\nlane = \"order\"\nwhen = { "
                               "minimum_quantity = 2 }"));
    quantity.add("tea", "100.00", "2");
    EXPECT_EQ(quantity.total(), "100.00");
    Shop cheapest(pair + offer("off",
                               "percent = 50\nlane = \"order\"\npick = { which = "
                               "\"cheapest\" }\nreuses_units = true"));
    cheapest.add("tea", "100.00", "2");
    EXPECT_EQ(cheapest.total(), "50.00");
}

// The odd kopeck and the cheaper of two equal goods are decided by what goods are: a later offer on
// one of them makes the choice visible in the total.
TEST(ScanningOrder, DecidesNothing) {
    const std::string later = offer("tea",
                                    "percent = 50\nlane = \"order\"\ngoods = { categories = "
                                    "\"tea\" }");
    for (const std::string& first :
         {offer("odd", "amount_off = \"0.01\""), offer("gift", "percent = 100\npick = {}"),
          offer("pair", "group = { take = 2 }")}) {
        Shop one(first + later);
        one.add("tea-a", "10.00");
        one.add("jam-a", "10.00");
        Shop other(first + later);
        other.add("jam-a", "10.00");
        other.add("tea-a", "10.00");
        EXPECT_EQ(one.total(), other.total()) << first;
    }
}

TEST(ScanningOrder, DecidesNotWhichLineAPickReachesWhereItsLimitIsShort) {
    const std::string one_of_a_line =
        offer("one", "percent = 50\npick = { which = \"cheapest\", units = 1, per = \"line\" }\n" +
                         std::string("limits = { per_receipt = 1 }"));
    Shop one(one_of_a_line);
    one.add("tea", "10.00");
    one.add("jam", "4.00");
    Shop other(one_of_a_line);
    other.add("jam", "4.00");
    other.add("tea", "10.00");
    EXPECT_EQ(one.total(), other.total());
}

TEST(Explain, AnswersForAnOfferThatTheBasketDoesNotTouch) {
    Shop shop(offer("tea", "percent = 5\ngoods = { categories = \"tea\" }"));
    shop.add("jam", "10.00");
    EXPECT_TRUE(shop.price().explanations.empty());
    EXPECT_EQ(in_words(shop.about("tea")), "tea missing 1 units");
    EXPECT_EQ(explain({"gone"}, shop.publication, shop.context, nullptr, shop.basket, {}),
              std::nullopt);
}

TEST(Explain, HintsWhatAddingOneMoreWouldCostAndSave) {
    Shop shop(offer("pair", "group = { take = 2 }"));
    shop.add("tea", "40.00");
    EXPECT_EQ(shop.outcomes(), "pair missing 1 units (add 40.00, save 40.00)");
}

}  // namespace
}  // namespace kopilka
