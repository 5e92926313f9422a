// The habits in which good systems differ, each said by a key and counted by hand.
#include "tests/sale/pricing_kit.h"

namespace kopilka {
namespace {

struct Bought {
    std::string sku;
    std::string price;
    std::string quantity = "1";
};

struct Example {
    std::string sentence;
    std::string text;  // of the programme
    std::vector<Bought> basket;
    std::string nets;
};

std::string offer(const std::string& id, const std::string& keys) {
    return "[[offer]]\nid = \"" + id + "\"\nname = \"" + id + "\"\n" + keys + "\n";
}

class Policies : public testing::TestWithParam<Example> {};

TEST_P(Policies, AreExactToTheKopeck) {
    const Example& example = GetParam();
    Shop shop(example.text);
    for (const Bought& bought : example.basket) shop.add(bought.sku, bought.price, bought.quantity);
    EXPECT_EQ(shop.nets(), example.nets) << example.sentence << "\n" << shop.outcomes();
}

const std::string kAdded = "[[lane]]\nid = \"goods\"\nchoose = \"all\"\npercentages = \"added\"\n";
const std::string kAll = "[[lane]]\nid = \"goods\"\nchoose = \"all\"\n";

INSTANTIATE_TEST_SUITE_P(
    Percentages, Policies,
    testing::Values(
        // 3.33 at 5 % and 5 %: 0.17 + 0.16 one after another (5 % of 3.16 = 0.158), 10 % = 0.33.
        Example{"one after another, each rounded",
                kAll + offer("a", "percent = 5") + offer("b", "percent = 5"),
                {{"t", "3.33"}},
                "3.00"},
        Example{"added, rounded once: 10 % of 3.35 is 0.34 and not 0.17 + 0.17",
                kAdded + offer("a", "percent = 5") + offer("b", "percent = 5"),
                {{"t", "3.35"}},
                "3.01"},
        Example{"added: 0.333 + 0.333 + 0.333 is 1.00 of 3.33 at 3 × 10 %",
                kAdded + offer("a", "percent = 10") + offer("b", "percent = 10") +
                    offer("c", "percent = 10"),
                {{"t", "3.33"}},
                "2.33"},
        Example{"added, for some goods only",
                kAdded + offer("a", "percent = 10") +
                    offer("b", "percent = 20\ngoods = { categories = \"tea\" }"),
                {{"tea-a", "10.00"}, {"jam-a", "10.00"}},
                "7.00 9.00"},
        Example{"added beyond 100 %: nothing is left, nothing is negative",
                kAdded + offer("a", "percent = 70") + offer("b", "percent = 70"),
                {{"t", "9.99"}},
                "0.00"},
        Example{"half down: 5 % of 3.30 is 0.165",
                offer("a", "percent = 5\nrounding = \"half_down\""),
                {{"t", "3.30"}},
                "3.14"},
        Example{"half even: 0.165 becomes 0.16, 0.175 becomes 0.18",
                offer("a", "percent = 5\nrounding = \"half_even\"\nrounding_per = \"line\""),
                {{"t", "3.30"}, {"u", "3.50"}},
                "3.14 3.32"},
        Example{"the new price rounded half up for each unit: 3.33 less 15 % is 2.8305",
                offer("a", "percent = 15\nrounded = \"price\"\nrounding_per = \"unit\""),
                {{"t", "3.33", "3"}},
                "8.49"},
        Example{"rounded for the line: 9.99 less 15 % is 8.4915",
                offer("a", "percent = 15\nrounded = \"price\"\nrounding_per = \"line\""),
                {{"t", "3.33", "3"}},
                "8.49"}));

INSTANTIATE_TEST_SUITE_P(
    Spreading, Policies,
    testing::Values(
        Example{"shares half up, the last line takes the rest: 3.33, 3.33, 3.34",
                offer("a",
                      "amount_off = 10\nshare_rounding = \"half_up\"\nremainder = "
                      "\"all_to_last\""),
                {{"t", "50.00"}, {"u", "50.00"}, {"v", "50.00"}},
                "46.67 46.67 46.66"},
        Example{"shares half down, the first gives back: 0.67 of 2.00 each",
                offer("a", "amount_off = 2\nshare_rounding = \"half_down\"\nremainder = \"first\""),
                {{"t", "50.00"}, {"u", "50.00"}, {"v", "50.00"}},
                "49.34 49.33 49.33"},
        Example{"shares down, the kopecks one by one to the last",
                offer("a", "amount_off = 2\nremainder = \"last\""),
                {{"t", "50.00"}, {"u", "50.00"}, {"v", "50.00"}},
                "49.34 49.33 49.33"},
        Example{"a line of two units counts as one line",
                offer("a", "amount_off = 10\nremainder = \"first\""),
                {{"t", "10.00", "2"}, {"u", "10.00"}},
                "13.33 6.67"},
        Example{"an even share per unit goes on where a line is used up",
                offer("a", "amount_off = 12\nspread = \"unit\""),
                {{"t", "2.00"}, {"u", "20.00"}, {"v", "20.00"}},
                "0.00 15.00 15.00"},
        Example{"a cap eaten up in the order of lines",
                offer("a", "percent = 10\nlimits = { cap = 40, cap_shared = \"in_order\" }"),
                {{"t", "300.00"}, {"u", "200.00"}},
                "270.00 190.00"},
        Example{"a cap shared in proportion",
                offer("a", "percent = 10\nlimits = { cap = 40 }"),
                {{"t", "300.00"}, {"u", "200.00"}},
                "276.00 184.00"}));

INSTANTIATE_TEST_SUITE_P(
    Sums, Policies,
    testing::Values(
        Example{"5 off for every 50 spent",
                offer("a", "amount_off = 5\nfor_each = { amount = 50 }"),
                {{"t", "120.00"}},
                "110.00"},
        Example{
            "5 off for every 50 spent, three times at most",
            offer("a", "amount_off = 5\nfor_each = { amount = 50 }\nlimits = { per_receipt = 3 }"),
            {{"t", "300.00"}},
            "285.00"},
        Example{"1 % off for every 3 pieces beyond the first 3",
                offer("a", "percent = 1\nfor_each = { quantity = 3, after = 3 }"),
                {{"t", "10.00", "10"}},
                "98.00"},
        Example{"one unit of every line, 2.00 off",
                offer("a", "amount_off = 2\nper = \"unit\"\npick = { units = 1, per = \"line\" }"),
                {{"t", "1.50", "5"}, {"u", "10.00"}},
                "6.00 8.00"},
        Example{"the first unit of a line 1.00 off, two further ones 0.50 off",
                kAll +
                    offer("a",
                          "priority = 1\namount_off = 1\nper = \"unit\"\npick = { which = "
                          "\"first\", per = \"line\" }") +
                    offer("b",
                          "amount_off = \"0.50\"\nper = \"unit\"\npick = { which = \"first\", "
                          "units = 2, per = \"line\" }"),
                {{"t", "10.00", "4"}},
                "38.00"},
        Example{"every unit but the dearest at half price",
                offer("a", "percent = 50\npick = { which = \"dearest\", units = 1000, skip = 1 }"),
                {{"t", "10.00"}, {"u", "8.00"}, {"v", "6.00"}},
                "10.00 4.00 3.00"}));

INSTANTIATE_TEST_SUITE_P(
    Ladders, Policies,
    testing::Values(
        Example{"the step by the whole order, the cut on some goods",
                offer("a",
                      "goods = { categories = \"tea\" }\nladder = { by = \"amount\", goods = "
                      "{}, steps = [{ from = 100, percent = 10 }] }"),
                {{"tea", "20.00"}, {"jam", "80.00"}},
                "18.00 80.00"},
        Example{"each line reaches a step of its own",
                offer("a",
                      "ladder = { by = \"quantity\", per = \"line\", steps = [{ from = 2, "
                      "percent = 10 }, { from = 5, percent = 20 }] }"),
                {{"t", "10.00", "5"}, {"u", "10.00", "2"}, {"v", "10.00"}},
                "40.00 18.00 10.00"},
        Example{"lines of at least five pieces",
                offer("a", "percent = 10\ngoods = { line_quantity_from = 5 }"),
                {{"t", "10.00", "5"}, {"u", "10.00", "3"}},
                "45.00 30.00"},
        Example{"lines from 20.00 to 40.00",
                offer("a", "percent = 10\ngoods = { line_amount_from = 20, line_amount_to = 40 }"),
                {{"t", "10.00", "5"}, {"u", "10.00", "3"}, {"v", "19.99"}},
                "50.00 27.00 19.99"}));

INSTANTIATE_TEST_SUITE_P(
    Groups, Policies,
    testing::Values(
        Example{"pairs of the same goods only",
                offer("a", "group = { take = 2, same = \"sku\" }"),
                {{"t", "10.00"}, {"u", "8.00"}, {"t", "10.00"}},
                "0.00 8.00 10.00"},
        Example{"pairs within a line only",
                offer("a", "group = { take = 2, same = \"line\" }"),
                {{"t", "10.00"}, {"t", "10.00"}, {"u", "8.00", "3"}},
                "10.00 10.00 16.00"},
        Example{"buy 2, get up to 2 free: three are enough for one",
                offer("a", "group = { take = 4, rewarded = 2, incomplete = true }"),
                {{"t", "10.00", "3"}},
                "20.00"},
        Example{"buy a tea, get up to two jams at half price",
                offer("a",
                      "percent = 50\n[offer.group]\nincomplete = true\nparts = [{ goods = { "
                      "categories = \"tea\" }, rewarded = 0 }, { goods = { categories = "
                      "\"jam\" }, quantity = 2 }]"),
                {{"tea", "10.00"}, {"jam", "8.00"}},
                "10.00 4.00"},
        Example{"complete groups only",
                offer("a", "group = { take = 4, rewarded = 2 }"),
                {{"t", "10.00", "3"}},
                "30.00"},
        Example{"every fourth of those in the basket, as they stand",
                offer("a", "group = { take = 4, form = \"line_order\", which = \"last\" }"),
                {{"t", "1.00"}, {"u", "2.00"}, {"v", "3.00"}, {"w", "9.00"}, {"x", "5.00"}},
                "1.00 2.00 3.00 0.00 5.00"},
        Example{"the dearest of three is free",
                offer("a", "group = { take = 3, which = \"dearest\" }"),
                {{"t", "1.00"}, {"u", "2.00"}, {"v", "3.00"}},
                "1.00 2.00 0.00"},
        Example{"a tea and the cheapest jam free",
                offer("a",
                      "[offer.group]\nform = \"cheapest_first\"\nparts = [{ goods = { "
                      "categories = \"tea\" }, rewarded = 0 }, { goods = { categories = "
                      "\"jam\" } }]"),
                {{"tea", "10.00"}, {"jam-a", "8.00"}, {"jam-b", "6.00"}},
                "10.00 8.00 0.00"}));

TEST(Floors, StopAPercentageOrMoveItOnAsTheOfferSays) {
    for (const auto& [policy, nets] : std::vector<std::pair<std::string, std::string>>{
             {"", "45.00 16.00"}, {"over_floor = \"move\"", "45.00 11.00"}}) {
        Shop shop(offer("a", "percent = 20\n" + policy));
        shop.add("shirt", "50.00").minimum_price = Money::of(4500);
        shop.add("mug", "20.00");
        EXPECT_EQ(shop.nets(), nets);
    }
}

struct Taxed {
    std::string sentence;
    TaxMode mode;
    std::string offer;
    std::vector<std::pair<std::string, std::int64_t>> lines;  // price, tax per cent
    std::string nets, total;
};

class Taxes : public testing::TestWithParam<Taxed> {};

TEST_P(Taxes, AreTakenFromWhatIsLeftOfEachLine) {
    const Taxed& example = GetParam();
    Shop shop(offer("offer", example.offer));
    shop.context.tax = example.mode;
    for (const auto& [price, rate] : example.lines)
        shop.add("t" + std::to_string(shop.basket.lines.size()), price).tax_rate =
            BasisPoints::percent(rate);
    EXPECT_EQ(shop.nets(), example.nets) << example.sentence;
    EXPECT_EQ(shop.total(), example.total) << example.sentence;
}

INSTANTIATE_TEST_SUITE_P(
    Taxes, Taxes,
    testing::Values(Taxed{"a sum with tax off prices without: 12.00 is 10.00 and its 20 %",
                          TaxMode::Excluded,
                          "amount_off = 12\nsums = \"gross\"",
                          {{"100.00", 20}},
                          "90.00",
                          "108.00"},
                    Taxed{"lines of different rates share it by what they cost with tax",
                          TaxMode::Excluded,
                          "amount_off = \"288.50\"\nsums = \"gross\"",
                          {{"100.00", 15}, {"100.00", 0}, {"100.00", 0}},
                          "8.42 8.41 8.41",
                          "26.50"},
                    Taxed{"the same sum as prices stand",
                          TaxMode::Excluded,
                          "amount_off = 12",
                          {{"100.00", 20}},
                          "88.00",
                          "105.60"},
                    Taxed{"a sum without tax off prices with it: 10.00 and its 20 %",
                          TaxMode::Included,
                          "amount_off = 10\nsums = \"net\"",
                          {{"120.00", 20}},
                          "108.00",
                          "108.00"},
                    Taxed{"a cap with tax: 20 % of 2560.00 is capped at 200.00 with its 15 %",
                          TaxMode::Excluded,
                          "percent = 20\nlimits = { cap = 200 }\nsums = \"gross\"",
                          {{"2560.00", 15}},
                          "2386.09",
                          "2744.00"},
                    Taxed{"a fixed price with tax",
                          TaxMode::Excluded,
                          "price = 60\nsums = \"gross\"",
                          {{"100.00", 20}},
                          "50.00",
                          "60.00"},
                    Taxed{"more than the order: nothing is left, no tax either",
                          TaxMode::Excluded,
                          "amount_off = 500\nsums = \"gross\"",
                          {{"100.00", 20}, {"33.33", 7}},
                          "0.00 0.00",
                          "0.00"}));

}  // namespace
}  // namespace kopilka
