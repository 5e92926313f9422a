// Each condition: when it holds, and how far away it is when it does not.
#include "tests/sale/pricing_kit.h"

#include <functional>

namespace kopilka {
namespace {

constexpr auto kNobody = [](Shop&) {};

struct Example {
    std::string when;  // the conditions of an offer of 10 %
    std::function<void(Shop&)> setting;
    std::string outcome;
};

class Conditions : public testing::TestWithParam<Example> {};

TEST_P(Conditions, HoldOrTellTheDistance) {
    const Example& example = GetParam();
    Shop shop("[[offer]]\nid = \"ten\"\nname = \"Ten\"\npercent = 10\nwhen = " + example.when +
              "\n");
    shop.add("tea-green", "50.00", "2");
    example.setting(shop);
    EXPECT_EQ(shop.outcomes(), example.outcome) << example.when;
}

auto at(std::string_view moment) {
    return [moment](Shop& shop) { shop.context.at = *parse_local_time(moment); };
}

INSTANTIATE_TEST_SUITE_P(
    OfTheBasket, Conditions,
    testing::Values(
        Example{"{ minimum_amount = 100 }", kNobody, "ten applied 10.00"},
        Example{"{ minimum_amount = \"100.01\" }", kNobody,
                "ten missing 0.01 (add 0.01, save 10.00)"},
        Example{"{ minimum_amount = { amount = 80, goods = { categories = \"jam\" } } }", kNobody,
                "ten missing 80.00 (add 80.00, save 10.00)"},
        Example{"{ minimum_amount = { amount = 84, basis = \"before_tax\" } }", kNobody,
                "ten missing 0.67 (add 0.67, save 10.00)"},
        Example{"{ minimum_quantity = 2 }", kNobody, "ten applied 10.00"},
        Example{"{ minimum_quantity = 3 }", kNobody, "ten missing 1 units (add 50.00, save 15.00)"},
        Example{"{ goods = { skus = \"tea-green\" } }", kNobody, "ten applied 10.00"},
        Example{"{ goods = { brands = \"Penka\" } }", kNobody, "ten missing 1 units"},
        Example{"{ codes = \"весна\" }", [](Shop& shop) { shop.basket.codes = {" ВеСна "}; },
                "ten applied 10.00"},
        Example{"{ codes = \"SPRING\" }", kNobody, "ten missing"}));

INSTANTIATE_TEST_SUITE_P(
    OfTheMoment, Conditions,
    testing::Values(
        Example{"{ dates = { from = 2026-03-08, to = 2026-03-08 } }", kNobody, "ten applied 10.00"},
        Example{"{ dates = { from = 2026-03-09 } }", kNobody,
                "ten missing 2026-03-09T00:00:00+03:00"},
        Example{"{ dates = { to = 2026-03-07 } }", kNobody, "ten missing"},
        Example{"{ dates = { from = 2026-03-09 } }", at("2026-03-08T22:30:00+00:00"),
                "ten missing 2026-03-09T00:00:00+00:00"},
        Example{"{ dates = { from = 2026-03-09 } }", at("2026-03-09T01:30:00+03:00"),
                "ten applied 10.00"},
        Example{"{ weekdays = [\"sunday\"] }", kNobody, "ten applied 10.00"},
        Example{"{ weekdays = [\"saturday\"] }", kNobody, "ten missing 2026-03-14T00:00:00+03:00"},
        Example{"{ hours = { from = \"18:05\", to = \"18:06\" } }", kNobody, "ten applied 10.00"},
        Example{"{ hours = { from = \"17:00\", to = \"18:05\" } }", kNobody,
                "ten missing 2026-03-09T17:00:00+03:00"},
        Example{"{ hours = { from = \"19:00\", to = \"20:00\" } }", kNobody,
                "ten missing 2026-03-08T19:00:00+03:00"},
        Example{"{ hours = { from = \"22:00\", to = \"06:00\" } }", at("2026-03-08T05:59:00+03:00"),
                "ten applied 10.00"},
        Example{"{ hours = { from = \"22:00\", to = \"06:00\" } }", at("2026-03-08T06:00:00+03:00"),
                "ten missing 2026-03-08T22:00:00+03:00"},
        // The moment at which all of it holds, not the next eight o'clock, a Saturday.
        Example{"{ weekdays = [\"monday\", \"friday\"], hours = { from = \"08:00\", to = "
                "\"11:00\" } }",
                at("2026-03-13T11:00:00+03:00"), "ten missing 2026-03-16T08:00:00+03:00"},
        Example{"{ dates = { to = 2026-03-14 }, hours = { from = \"08:00\", to = \"11:00\" } }",
                at("2026-03-14T11:00:00+03:00"), "ten missing"}));

INSTANTIATE_TEST_SUITE_P(
    OfThePlace, Conditions,
    testing::Values(Example{"{ shops = [\"nevsky\"] }", kNobody, "ten applied 10.00"},
                    Example{"{ shops = [\"arbat\"] }", kNobody, "ten missing arbat"},
                    Example{"{ tills = [\"nevsky-2\"] }", kNobody, "ten missing nevsky-2"},
                    Example{"{ channel = \"online\" }", kNobody, "ten missing online"}));

INSTANTIATE_TEST_SUITE_P(
    OfTheMember, Conditions,
    testing::Values(
        Example{"{ member = true }", kNobody, "ten missing"},
        Example{"{ member = true }", [](Shop& shop) { shop.join(); }, "ten applied 10.00"},
        Example{"{ member = false }", kNobody, "ten applied 10.00"},
        Example{"{ member = false }", [](Shop& shop) { shop.join(); }, "ten missing member"},
        Example{"{ tiers = [\"gold\", \"silver\"] }",
                [](Shop& shop) { shop.join().tier = {"silver"}; }, "ten applied 10.00"},
        Example{"{ tiers = \"gold\" }", [](Shop& shop) { shop.join(); }, "ten missing gold"},
        Example{"{ segments = \"loyal\" }", [](Shop& shop) { shop.join(); }, "ten missing loyal"},
        Example{"{ tags = \"club\" }", [](Shop& shop) { shop.join().tags = {"club"}; },
                "ten applied 10.00"},
        Example{"{ referred = true }", [](Shop& shop) { shop.join(); }, "ten missing"},
        Example{"{ purchases = 5 }", [](Shop& shop) { shop.join().purchases = 3; },
                "ten missing 2"},
        Example{"{ purchases = { every = 10 } }", [](Shop& shop) { shop.join().purchases = 9; },
                "ten applied 10.00"},
        Example{"{ purchases = { every = 10 } }", [](Shop& shop) { shop.join().purchases = 10; },
                "ten missing 9"},
        Example{"{ purchases = { below = 1 } }", [](Shop& shop) { shop.join(); },
                "ten applied 10.00"},
        Example{"{ lifetime_spend = { from = 1000 } }",
                [](Shop& shop) { shop.join().lifetime_spend = Money::of(99999); },
                "ten missing 0.01"},
        Example{"{ days_since_purchase = 60 }",
                [](Shop& shop) { shop.join().last_purchase = *parse_date("2026-01-10"); },
                "ten missing 3"},
        Example{"{ stamps = { card = \"coffee\", from = 4 } }",
                [](Shop& shop) { shop.join().stamps["coffee"] = 1; }, "ten missing 3"},
        Example{"{ points = { from = 50 } }",
                [](Shop& shop) {
                    shop.join().accounts[{"test"}].lots = {{Points::of(2000), {}, std::nullopt}};
                },
                "ten missing 30 points"}));

TEST(LadderByMonthsOfMembership, SaysInHowManyDaysItBegins) {
    Shop shop(
        "[[offer]]\nid = \"ten\"\nname = \"Ten\"\n"
        "ladder = { by = \"member_months\", steps = [{ from = 2, percent = 10 }] }\n");
    shop.add("tea-green", "50.00", "2");
    shop.join().joined = *parse_date("2026-01-10");
    EXPECT_EQ(shop.outcomes(), "ten missing 2") << "from 10 March, on 8 March";
}

INSTANTIATE_TEST_SUITE_P(
    OfMembershipByTheCalendar, Conditions,
    testing::Values(Example{"{ member_months = { below = 12 } }",
                            [](Shop& shop) { shop.join().joined = *parse_date("2025-03-09"); },
                            "ten applied 10.00"},
                    Example{"{ member_months = { below = 12 } }",
                            [](Shop& shop) { shop.join().joined = *parse_date("2025-03-08"); },
                            "ten missing"},
                    Example{"{ member_months = { from = 1 } }",
                            [](Shop& shop) { shop.join().joined = *parse_date("2026-02-10"); },
                            "ten missing 2"},
                    Example{"{ birthday = { days_before = 3, days_after = 7 } }",
                            [](Shop& shop) { shop.join().birthday = *parse_date("1990-03-11"); },
                            "ten applied 10.00"},
                    Example{"{ birthday = { days_before = 3 } }",
                            [](Shop& shop) { shop.join().birthday = *parse_date("1990-03-12"); },
                            "ten missing 2026-03-09T00:00:00+03:00"},
                    // 29 February is kept on the 28th: eight days ago.
                    Example{"{ birthday = { days_after = 8 } }",
                            [](Shop& shop) { shop.join().birthday = *parse_date("1992-02-29"); },
                            "ten applied 10.00"},
                    // New Year: the birthday on 2 January, seen from 31 December.
                    Example{"{ birthday = { days_before = 3 } }",
                            [](Shop& shop) {
                                shop.context.at = *parse_local_time("2026-12-31T10:00:00+03:00");
                                shop.join().birthday = *parse_date("1990-01-02");
                            },
                            "ten applied 10.00"}));

INSTANTIATE_TEST_SUITE_P(
    Nested, Conditions,
    testing::Values(
        Example{"{ any = [ { codes = \"A\" }, { minimum_amount = 100 } ] }", kNobody,
                "ten applied 10.00"},
        Example{"{ any = [ { codes = \"A\" }, { codes = \"B\", minimum_amount = 100 } ] }", kNobody,
                "ten missing"},
        Example{"{ none = { weekdays = \"sunday\" } }", kNobody, "ten missing time"},
        Example{"{ none = [ { codes = \"A\" }, { member = true } ] }", kNobody,
                "ten applied 10.00"},
        Example{"{ all = [ { minimum_amount = 10 }, { any = [ { minimum_quantity = 2 } ] } ] }",
                kNobody, "ten applied 10.00"},
        // What nobody can change now is named before what the customer could add.
        Example{"{ minimum_amount = 500, tiers = \"gold\" }", [](Shop& shop) { shop.join(); },
                "ten missing gold"}));

TEST(Conditions, OfPaymentTakeTheirShareOfTheDue) {
    const std::string offer =
        "[[offer]]\nid = \"sbp\"\nname = \"S\"\npercent = 10\nwhen = { payment = { methods = "
        "\"sbp\" } }\n";
    struct Case {
        std::vector<std::pair<TenderKind, std::string>> paid;
        std::string total;
    };
    const std::vector<Case> cases{
        {{}, "100.00"},
        {{{TenderKind::Cash, "0.00"}}, "100.00"},
        {{{TenderKind::Sbp, "0.00"}}, "90.00"},
        {{{TenderKind::Sbp, "100.00"}}, "90.00"},
        {{{TenderKind::Cash, "40.00"}, {TenderKind::Sbp, "0.00"}}, "94.00"},
        // The one that closes the receipt takes the rest.
        {{{TenderKind::Sbp, "90.00"}}, "90.00"},
        {{{TenderKind::Cash, "40.00"}, {TenderKind::Sbp, "54.00"}}, "94.00"},
        {{{TenderKind::Sbp, "89.00"}}, "91.10"},
        {{{TenderKind::Sbp, "40.00"}, {TenderKind::Cash, "0.00"}}, "96.00"},
    };
    for (const Case& one : cases) {
        Shop shop(offer);
        shop.add("tea", "100.00");
        for (const auto& [kind, amount] : one.paid) shop.pay(kind, amount);
        const PricedBasket priced = shop.price();
        EXPECT_EQ(to_string(priced.total), one.total);
        const Explanation sbp = shop.about("sbp");
        EXPECT_EQ(sbp.outcome == Outcome::Applied ? sbp.amount : kNoMoney, priced.discount_total);
    }
}

TEST(Conditions, OfPaymentMayAskForTheWhole) {
    Shop shop(
        "[[offer]]\nid = \"sbp\"\nname = \"S\"\npercent = 10\nwhen = { payment = { methods = "
        "\"sbp\", how = \"whole\" } }\n");
    shop.add("tea", "100.00");
    shop.pay(TenderKind::Sbp, "0.00");
    EXPECT_EQ(shop.total(), "90.00");
    shop.pay(TenderKind::Cash, "10.00");
    EXPECT_EQ(shop.total(), "100.00");
    EXPECT_EQ(shop.outcomes(), "sbp missing sbp");
}

TEST(Conditions, OfUsesAreToldAsLimits) {
    Shop shop(
        "[[offer]]\nid = \"once\"\nname = \"O\"\npercent = 10\nlimits = { per_customer = 1, total "
        "= 100 }\n");
    shop.add("tea", "100.00");
    EXPECT_EQ(shop.outcomes(), "once missing");
    shop.join();
    EXPECT_EQ(shop.outcomes(), "once applied 10.00");
    shop.context.limit_shares[{"once"}] = 0;
    EXPECT_EQ(shop.outcomes(), "once limited 0.00");
    shop.context.limit_shares.clear();
    shop.member->uses[{"once"}] = 1;
    EXPECT_EQ(shop.about("once").condition, ConditionKind::LimitPerCustomer);
}

std::string ten(const std::string& keys) {
    return "[[offer]]\nid = \"ten\"\nname = \"T\"\npercent = 10\n" + keys + "\n";
}

TEST(Conditions, OfTheWholeBasketSayHowFarItIsFromThem) {
    struct Case {
        std::string when;
        std::string outcome;  // with two teas at 40.00 and a jam at 20.00
    };
    const std::vector<Case> cases{
        {"maximum_amount = 100", "ten applied 10.00"},
        {"maximum_amount = \"99.99\"", "ten missing 0.01"},
        {"maximum_amount = { amount = 80, goods = { categories = \"tea\" } }", "ten applied 10.00"},
        {"maximum_quantity = 3", "ten applied 10.00"},
        {"maximum_quantity = 2", "ten missing 1 units"},
        {"maximum_quantity = { quantity = 1, goods = { categories = \"jam\" } }",
         "ten applied 10.00"},
        {"different_goods = 2", "ten applied 10.00"},
        {"different_goods = 4", "ten missing 2"},
        {"different_goods = { kinds = 1, goods = { categories = \"bun\" } }", "ten missing 1"},
        {"only_goods = { categories = [\"tea\", \"jam\"] }", "ten applied 10.00"},
        {"only_goods = { categories = \"tea\" }", "ten missing"},
        {"goods = { line_quantity_from = 2 }", "ten applied 10.00"},
        {"goods = { line_quantity_from = 3 }", "ten missing 1 units"},
    };
    for (const Case& one : cases) {
        Shop shop(ten("when = { " + one.when + " }"));
        shop.add("tea", "40.00", "2");
        shop.add("jam", "20.00");
        EXPECT_EQ(in_words(shop.about("ten")), one.outcome) << one.when;
    }
}

TEST(Limits, OfADayCountOnlyThatDay) {
    Shop shop(ten("limits = { per_day = 2 }"));
    shop.add("tea", "100.00");
    MemberView& member = shop.join();
    member.day_uses[{"ten"}] = 2;
    member.uses_day = plus_days(member.joined, -1);
    EXPECT_EQ(shop.outcomes(), "ten applied 10.00");
    member.uses_day = member.joined;
    EXPECT_EQ(shop.about("ten").condition, ConditionKind::LimitPerDay);
    EXPECT_EQ(shop.outcomes(), "ten limited 0.00");
}

TEST(Limits, OfACodeCountEachCode) {
    Shop shop(ten("when = { codes = [\"A\", \"B\"] }\nlimits = { per_code = 1 }"));
    shop.add("tea", "100.00");
    shop.basket.codes = {"a"};
    EXPECT_EQ(shop.outcomes(), "ten applied 10.00");
    shop.context.code_uses["A"] = 1;
    EXPECT_EQ(shop.about("ten").condition, ConditionKind::LimitPerCode);
    shop.basket.codes = {"a", "b"};
    EXPECT_EQ(shop.outcomes(), "ten applied 10.00");
}

TEST(Limits, OfABudgetGiveWhatIsLeftOfIt) {
    Shop shop(ten("limits = { budget = 1000 }"));
    shop.add("tea", "100.00");
    EXPECT_EQ(shop.outcomes(), "ten applied 10.00");
    shop.context.budget_shares[{"ten"}] = Money::of(400);
    EXPECT_EQ(shop.outcomes(), "ten applied 4.00; ten limited 6.00");
    EXPECT_EQ(shop.price().explanations.back().condition, ConditionKind::Budget);
    shop.context.budget_shares[{"ten"}] = kNoMoney;
    EXPECT_EQ(shop.outcomes(), "ten limited 0.00");
    EXPECT_EQ(shop.total(), "100.00");
}

TEST(Gifts, AreGivenForEachSoManyOrSoMuch) {
    struct Case {
        std::string offer;
        std::string gifts;  // with five teas at 30.00 and two jams at 10.00
    };
    const std::vector<Case> cases{
        {"gift = { sku = \"mug\" }", "mug 1"},
        {"gift = { sku = \"mug\", quantity = 2 }\nfor_each = { quantity = 3 }", "mug 4"},
        {"gift = { sku = \"mug\" }\nfor_each = { amount = 50 }\nlimits = { per_receipt = 2 }",
         "mug 2"},
        {"gift = { sku = \"mug\" }\nfor_each = { quantity = 2, after = 3 }", "mug 2"},
        {"gift = { same = true }\nfor_each = { quantity = 2 }", "jam 1, tea 2"},
        {"gift = { same = true }\nfor_each = { quantity = 2 }\nlimits = { per_receipt = 2 }",
         "jam 1, tea 1"},
        {"gift = { same = true }\nfor_each = { quantity = 6 }", ""},
    };
    for (const Case& one : cases) {
        Shop shop("[[offer]]\nid = \"gift\"\nname = \"G\"\n" + one.offer + "\n");
        shop.add("tea", "30.00", "5");
        shop.add("jam", "10.00", "2");
        std::string gifts;
        for (const Gift& gift : shop.price().gifts)
            gifts += (gifts.empty() ? "" : ", ") + gift.sku.value + " " + to_string(gift.quantity);
        EXPECT_EQ(gifts, one.gifts) << one.offer;
    }
}

TEST(Conditions, SayWhatAnOfferDoesNotWant) {
    Shop shop(
        "[[offer]]\nid = \"a\"\nname = \"A\"\npercent = 5\n"
        "when = { none = [ { codes = [\"LESS\"] } ] }\n");
    shop.add("tea", "10.00");
    EXPECT_EQ(shop.about("a").outcome, Outcome::Applied);
    shop.basket.codes = {"less"};
    EXPECT_EQ(shop.about("a").condition, ConditionKind::ExclusiveOffer);
    EXPECT_EQ(std::get<std::string>(shop.about("a").distance), "code");
}

}  // namespace
}  // namespace kopilka
