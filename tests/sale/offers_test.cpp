// Each mechanic of an offer on a small basket: what the customer pays for each line.
#include "tests/sale/pricing_kit.h"

namespace kopilka {
namespace {

struct Bought {
    std::string sku;
    std::string price;
    std::string quantity = "1";
};

struct Example {
    std::string sentence;  // what the offer says
    std::string offer;     // its keys after id and name
    std::vector<Bought> basket;
    std::string nets;
};

std::string offer_text(const std::string& id, const std::string& keys) {
    return "[[offer]]\nid = \"" + id + "\"\nname = \"" + id + "\"\n" + keys + "\n";
}

class Offers : public testing::TestWithParam<Example> {};

TEST_P(Offers, GiveWhatTheySay) {
    const Example& example = GetParam();
    Shop shop(offer_text("offer", example.offer));
    for (const Bought& bought : example.basket) shop.add(bought.sku, bought.price, bought.quantity);
    EXPECT_EQ(shop.nets(), example.nets) << example.sentence << "\n" << shop.outcomes();
}

INSTANTIATE_TEST_SUITE_P(
    Percentages, Offers,
    testing::Values(
        Example{"5 % of one category",
                "percent = 5\ngoods = { categories = \"tea\" }",
                {{"tea-a", "100.00"}, {"jam-a", "100.00"}},
                "95.00 100.00"},
        Example{"7.5 % with two decimals", "percent = \"7.5\"", {{"tea", "10.00"}}, "9.25"},
        Example{"everything but a brand's category",
                "percent = 10\ngoods = { except = { categories = \"jam\" } }",
                {{"tea", "10.00"}, {"jam", "10.00"}},
                "9.00 10.00"},
        Example{"only goods from 50 to 100",
                "percent = 50\ngoods = { price_from = 50, price_to = 100 }",
                {{"a", "49.99"}, {"b", "50.00"}, {"c", "100.00"}, {"d", "100.01"}},
                "49.99 25.00 50.00 100.01"},
        Example{"rounded once for the order, the kopeck to the largest remainder",
                "percent = 5",
                {{"a", "3.33"}, {"b", "3.34"}, {"c", "3.33"}},
                "3.16 3.17 3.17"},
        Example{"rounded for each line",
                "percent = 5\nrounding_per = \"line\"",
                {{"a", "3.33"}, {"b", "3.33"}, {"c", "3.33"}},
                "3.16 3.16 3.16"},
        Example{"rounded for each unit",
                "percent = 5\nrounding_per = \"unit\"",
                {{"a", "3.33", "3"}},
                "9.48"},
        Example{"rounded down", "percent = 5\nrounding = \"down\"", {{"a", "3.33"}}, "3.17"},
        Example{"half to even", "percent = 50\nrounding = \"half_even\"", {{"a", "0.05"}}, "0.03"},
        Example{"the new price rounded to whole roubles",
                "percent = 7\nrounded = \"price\"\nrounding_step = 1\nrounding = \"down\"",
                {{"a", "99.90"}},
                "92.00"},
        Example{"the remainder to the first line",
                "percent = 5\nremainder = \"first\"",
                {{"a", "3.33"}, {"b", "3.33"}, {"c", "3.33"}},
                "3.16 3.16 3.17"},
        Example{"the remainder to the last line",
                "percent = 5\nremainder = \"last\"",
                {{"a", "3.33"}, {"b", "3.33"}, {"c", "3.33"}},
                "3.17 3.16 3.16"},
        Example{"capped at 10 roubles, shared in proportion",
                "percent = 50\nlimits = { cap = 10 }",
                {{"a", "30.00"}, {"b", "10.00"}},
                "22.50 7.50"}));

INSTANTIATE_TEST_SUITE_P(
    FixedSums, Offers,
    testing::Values(
        Example{"100 off the order in proportion",
                "amount_off = 100",
                {{"a", "300.00"}, {"b", "100.00"}},
                "225.00 75.00"},
        Example{"larger than the order: clipped", "amount_off = 100", {{"a", "30.00"}}, "0.00"},
        Example{"three equal lines share 1.00",
                "amount_off = 1",
                {{"a", "10.00"}, {"b", "10.00"}, {"c", "10.00"}},
                "9.66 9.67 9.67"},
        Example{"evenly by unit, not by price",
                "amount_off = 4\nspread = \"unit\"",
                {{"a", "10.00", "3"}, {"b", "90.00"}},
                "27.00 89.00"},
        Example{"5 off each unit",
                "amount_off = 5\nper = \"unit\"",
                {{"a", "20.00", "3"}, {"b", "3.00"}},
                "45.00 0.00"},
        Example{"5 off each line",
                "amount_off = 5\nper = \"line\"",
                {{"a", "20.00", "3"}, {"b", "9.00"}},
                "55.00 4.00"},
        Example{"a fixed price, never dearer",
                "price = 15",
                {{"a", "20.00", "2"}, {"b", "9.00"}},
                "30.00 9.00"},
        Example{"the cheapest at half price",
                "percent = 50\npick = { which = \"cheapest\" }",
                {{"a", "20.00"}, {"b", "9.00", "2"}},
                "20.00 13.50"},
        Example{"the dearest two at half price",
                "percent = 50\npick = { which = \"dearest\", units = 2 }",
                {{"a", "20.00"}, {"b", "9.00", "2"}},
                "10.00 13.50"}));

INSTANTIATE_TEST_SUITE_P(
    Ladders, Offers,
    testing::Values(Example{"below the first step",
                            "ladder = { by = \"amount\", steps = [{ from = 100, percent = 5 }, { "
                            "from = 200, percent = 10 }] }",
                            {{"a", "99.99"}},
                            "99.99"},
                    Example{"on the step",
                            "ladder = { by = \"amount\", steps = [{ from = 100, percent = 5 }, { "
                            "from = 200, percent = 10 }] }",
                            {{"a", "100.00"}},
                            "95.00"},
                    Example{"the highest step reached holds for all",
                            "ladder = { by = \"amount\", steps = [{ from = 100, percent = 5 }, { "
                            "from = 200, percent = 10 }] }",
                            {{"a", "200.00"}},
                            "180.00"},
                    Example{"by quantity over several lines",
                            "ladder = { by = \"quantity\", steps = [{ from = 4, percent = 25 }] }",
                            {{"a", "1.00", "2"}, {"b", "3.00", "2"}},
                            "1.50 4.50"},
                    Example{"a ladder of prices",
                            "ladder = { by = \"quantity\", steps = [{ from = 2, price = 8 }] }",
                            {{"a", "10.00", "3"}},
                            "24.00"}));

INSTANTIATE_TEST_SUITE_P(
    Groups, Offers,
    testing::Values(
        Example{"two for one: the cheaper is free",
                "group = { take = 2 }",
                {{"a", "10.00"}, {"b", "7.00"}},
                "10.00 0.00"},
        Example{"one alone: nothing", "group = { take = 2 }", {{"a", "10.00"}}, "10.00"},
        Example{"complete groups only", "group = { take = 3 }", {{"a", "10.00", "5"}}, "40.00"},
        Example{"two groups, formed from the dearest on",
                "group = { take = 2 }",
                {{"a", "10.00"}, {"b", "9.00"}, {"c", "2.00"}, {"d", "1.00"}},
                "10.00 0.00 2.00 0.00"},
        Example{"the cheapest of all are free",
                "group = { take = 2, form = \"cheapest_first\" }",
                {{"a", "10.00"}, {"b", "9.00"}, {"c", "2.00"}, {"d", "1.00"}},
                "10.00 9.00 0.00 0.00"},
        Example{"groups in the order of lines",
                "group = { take = 2, form = \"line_order\" }",
                {{"a", "1.00"}, {"b", "10.00"}, {"c", "2.00"}, {"d", "9.00"}},
                "0.00 10.00 0.00 9.00"},
        Example{"three for the price of two, twice at most",
                "group = { take = 3 }\nlimits = { per_receipt = 2 }",
                {{"a", "5.00", "9"}},
                "35.00"},
        Example{"the second at half price",
                "percent = 50\ngroup = { take = 2 }",
                {{"a", "10.00", "2"}},
                "15.00"},
        Example{"three for 25",
                "price = 25\ngroup = { take = 3, rewarded = 3 }",
                {{"a", "10.00", "4"}},
                "35.00"},
        Example{"buy two teas, jam is free",
                "[offer.group]\nparts = [{ goods = { categories = \"tea\" }, quantity = 2, "
                "rewarded = 0 }, { goods = { categories = \"jam\" } }]",
                {{"tea", "5.00", "2"}, {"jam", "9.00", "2"}},
                "10.00 9.00"},
        Example{"a bundle of different goods at its own price",
                "price = 12\n[offer.group]\nparts = [{ goods = { categories = \"tea\" } }, { goods "
                "= { categories = \"jam\" } }]",
                {{"tea", "5.00"}, {"jam", "10.00"}},
                "4.00 8.00"},
        Example{"1 off each pair",
                "amount_off = 1\nper = \"group\"\n[offer.group]\nparts = [{ quantity = 2 }]",
                {{"a", "5.00", "4"}},
                "18.00"},
        Example{"weighed goods are no pieces",
                "group = { take = 2 }",
                {{"a", "5.00", "0.350"}, {"b", "7.00"}},
                "1.75 7.00"}));

TEST(Offers, LeaveNoLineBelowItsMinimumPriceAndMoveTheRest) {
    Shop shop(offer_text("off", "amount_off = 60"));
    shop.add("a", "100.00").minimum_price = Money::of(9000);
    shop.add("b", "100.00");
    EXPECT_EQ(shop.nets(), "90.00 50.00");
    EXPECT_EQ(shop.outcomes(), "off applied 60.00");
}

TEST(Offers, SayWhatNoLineCouldTake) {
    Shop shop(offer_text("off", "amount_off = 60"));
    shop.add("a", "100.00").minimum_price = Money::of(9000);
    EXPECT_EQ(shop.nets(), "90.00");
    EXPECT_EQ(shop.outcomes(), "off applied 10.00; off limited 50.00");
}

TEST(Offers, DropWhatALineCannotTakeWhereTheOfferSaysSo) {
    Shop shop(offer_text("off", "amount_off = 60\nover_floor = \"drop\""));
    shop.add("a", "100.00").minimum_price = Money::of(9000);
    shop.add("b", "100.00");
    EXPECT_EQ(shop.nets(), "90.00 70.00");
}

TEST(Offers, ComeAfterManualDiscounts) {
    Shop shop(offer_text("off", "percent = 10"));
    shop.add("a", "100.00").manual_discount = Money::of(2000);
    const PricedBasket priced = shop.price();
    EXPECT_EQ(to_string(priced.total), "72.00");
    EXPECT_EQ(to_string(priced.discount_total), "28.00");
    EXPECT_EQ(priced.lines[0].savings.size(), 1U);
}

TEST(Offers, AreTakenBeforeTax) {
    struct Case {
        TaxMode mode;
        std::string tax, total;
    };
    for (const Case& one :
         {Case{TaxMode::Included, "15.00", "90.00"}, Case{TaxMode::Excluded, "18.00", "108.00"},
          Case{TaxMode::None, "0.00", "90.00"}}) {
        Shop shop(offer_text("off", "percent = 10"));
        shop.context.tax = one.mode;
        shop.add("a", "100.00");
        EXPECT_EQ(to_string(shop.price().tax_total), one.tax);
        EXPECT_EQ(shop.total(), one.total);
    }
}

// 3 × 0.99 at 23 % on top: 0.2277 each, 0.6831 together.
TEST(Taxes, AreRoundedWhereThePublicationSays) {
    for (const auto& [per, tax] : std::vector<std::pair<std::string, std::string>>{
             {"unit", "0.69"}, {"line", "0.68"}, {"rate", "0.91"}}) {
        Shop shop("settings = { tax_per = \"" + per + "\" }\n");
        shop.context.tax = TaxMode::Excluded;
        shop.add("a", "0.99", "3").tax_rate = BasisPoints::percent(23);
        if (per == "rate") shop.add("b", "0.99").tax_rate = BasisPoints::percent(23);
        EXPECT_EQ(to_string(shop.price().tax_total), tax) << per;
    }
}

TEST(Offers, KeepTheMarginOverCostThatThePublicationAsksFor) {
    const std::vector<PublicationFile> files{
        {"m.toml", "programmes = [\"p.toml\"]\nsettings = { minimum_margin = 10 }\n"},
        {"p.toml", "programme = \"p\"\nname = \"P\"\n" + offer_text("off", "percent = 50")}};
    Shop shop("");
    shop.publication = *parse_publication(files);
    shop.add("a", "100.00").cost = Money::of(8000);
    EXPECT_EQ(shop.nets(), "88.00");
    EXPECT_EQ(shop.outcomes(), "off applied 12.00; off limited 38.00");
}

}  // namespace
}  // namespace kopilka
