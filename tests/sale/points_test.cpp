// Points and stamps: earning, spending, lots, expiry.
#include "pos/sale/lots.h"
#include "tests/sale/pricing_kit.h"

namespace kopilka {
namespace {

std::string offer(const std::string& id, const std::string& keys) {
    return "[[offer]]\nid = \"" + id + "\"\nname = \"" + id + "\"\n" + keys + "\n";
}

Instant day(std::string_view date) { return start_of_day(*parse_date(date), 180); }
Lot lot(std::int64_t points, std::string_view active, std::string_view expires = "") {
    return {Points::of(points * 100), day(active),
            expires.empty() ? std::nullopt : std::optional(day(expires))};
}

struct Earn {
    std::string rules;  // inside [points]
    std::string offers;
    std::string price;
    std::string earned;
};

TEST(Points, AreEarnedAsTheRuleSays) {
    const std::vector<Earn> examples{
        {"", offer("a", "points = { percent = 5 }"), "119.99", "5"},
        {"worth = 2", offer("a", "points = { percent = 10 }"), "100.00", "5"},
        {"earn = { step = \"0.01\" }", offer("a", "points = { percent = 5 }"), "119.99", "5.99"},
        {"earn = { rounding = \"half_up\" }", offer("a", "points = { percent = 5 }"), "110.00",
         "6"},
        {"", offer("a", "points = { give = 3, each = 100 }"), "299.99", "6"},
        {"", offer("a", "points = { per_unit = 2 }"), "10.00", "2"},
        {"", offer("a", "points = { per_receipt = 50 }"), "10.00", "50"},
        {"",
         offer("a", "points = { give = 1, each = 10 }") + offer("x", "points = { multiply = 2 }"),
         "100.00", "20"},
        {"",
         offer("a", "points = { give = 1, each = 10 }") + offer("x", "points = { multiply = 2 }") +
             offer("y", "points = { multiply = 3 }"),
         "100.00", "60"},
        {"earn = { multipliers = \"add\" }",
         offer("a", "points = { give = 1, each = 10 }") + offer("x", "points = { multiply = 2 }") +
             offer("y", "points = { multiply = 3 }"),
         "100.00", "40"},
        {"", offer("off", "percent = 50") + offer("a", "points = { percent = 10 }"), "100.00", "5"},
        {"", offer("a", "points = { percent = 10 }\ngoods = { categories = \"jam\" }"), "100.00",
         "0"},
    };
    for (const Earn& example : examples) {
        Shop shop("[points]\n" + example.rules + "\n" + example.offers);
        shop.add("tea", example.price);
        shop.join();
        const PricedBasket priced = shop.price();
        ASSERT_EQ(priced.points.size(), 1U);
        EXPECT_EQ(to_string(priced.points[0].earned), example.earned)
            << example.rules << example.offers;
    }
}

TEST(Points, AreNotEarnedByStrangers) {
    Shop shop("[points]\n" + offer("a", "points = { percent = 5 }"));
    shop.add("tea", "100.00");
    EXPECT_TRUE(shop.price().points.empty());
    EXPECT_TRUE(shop.price().ledger.empty());
}

struct Spending {
    std::string rules;  // of [points]
    std::string asked;
    std::string redeemed, due;
    ConditionKind limited_by;
};

TEST(Points, AreSpentUpToWhatIsAllowedAndTheResultSaysWhyNotMore) {
    const std::vector<Spending> examples{
        {"", "30", "30", "70.00", ConditionKind::PointsBalance},
        {"", "80", "80", "20.00", ConditionKind::PointsBalance},
        {"", "500", "80", "20.00", ConditionKind::PointsBalance},
        {"spend = { cap_percent = 50 }", "80", "50", "50.00", ConditionKind::Cap},
        {"spend = { keep = 99 }", "80", "1", "99.00", ConditionKind::Cap},
        {"spend = { block = 30 }", "80", "60", "40.00", ConditionKind::PointsBalance},
        {"spend = { minimum = 10 }", "9", "0", "100.00", ConditionKind::PointsBalance},
        {"spend = { minimum = 90 }", "80", "0", "100.00", ConditionKind::MinimumAmount},
        {"worth = \"0.50\"", "80", "80", "60.00", ConditionKind::PointsBalance},
        {"spend = { goods = { categories = \"jam\" } }", "80", "0", "100.00", ConditionKind::Cap},
    };
    for (const Spending& example : examples) {
        Shop shop("[points]\n" + example.rules + "\n");
        shop.add("tea", "100.00");
        shop.join().accounts[{"test"}].lots = {lot(80, "2026-01-01")};
        Tender tender;
        tender.kind = TenderKind::PointsPaid;
        tender.points = *parse_points(example.asked);
        shop.tenders.push_back(tender);
        const PricedBasket priced = shop.price();
        EXPECT_EQ(to_string(priced.points[0].redeemed), example.redeemed) << example.rules;
        EXPECT_EQ(to_string(priced.due), example.due) << example.rules;
        EXPECT_EQ(priced.points[0].limited_by, example.limited_by) << example.rules;
        EXPECT_EQ(to_string(priced.total), "100.00");
    }
}

TEST(Points, SpentAsADiscountAreSpreadOverTheLinesBeforeTax) {
    Shop shop("[points]\nspend = { as = \"discount\" }\n");
    shop.add("tea", "30.00");
    shop.add("jam", "90.00");
    shop.join().accounts[{"test"}].lots = {lot(40, "2026-01-01")};
    shop.pay(TenderKind::PointsPaid, "40.00");
    const PricedBasket priced = shop.price();
    EXPECT_EQ(shop.nets(), "20.00 60.00");
    EXPECT_EQ(to_string(priced.tax_total), "13.33");
    EXPECT_EQ(to_string(priced.due), "80.00");
}

TEST(Points, AreNotEarnedOnThePartPaidWithPointsUnlessTheProgrammeSaysSo) {
    for (const auto& [rules, earned] :
         {std::pair{"", "6"}, {"earn = { on_points_paid = true }", "10"}}) {
        Shop shop("[points]\n" + std::string(rules) + "\n" +
                  offer("a", "points = { percent = 10 }"));
        shop.add("tea", "100.00");
        shop.join().accounts[{"test"}].lots = {lot(40, "2026-01-01")};
        shop.pay(TenderKind::PointsPaid, "40.00");
        EXPECT_EQ(to_string(shop.price().points[0].earned), earned);
    }
}

TEST(Points, AreTakenFromTheLotThatExpiresFirst) {
    Shop shop("[points]\n");
    shop.add("tea", "100.00");
    shop.join().accounts[{"test"}].lots = {
        lot(10, "2026-01-01"), lot(10, "2026-01-01", "2026-05-01"),
        lot(10, "2026-01-01", "2026-04-01"), lot(10, "2026-03-09"),  // pending
        lot(10, "2026-01-01", "2026-03-08")};                        // expired this morning
    shop.pay(TenderKind::PointsPaid, "25.00");
    const PricedBasket priced = shop.price();
    EXPECT_EQ(to_string(priced.points[0].balance_before), "30");
    EXPECT_EQ(to_string(priced.points[0].balance_after), "5");
    std::string entries;
    for (const LedgerEntry& entry : priced.ledger)
        entries += std::to_string(entry.operation) + ":" + to_string(entry.amount) + " ";
    EXPECT_EQ(entries, "0:-10 1:-10 2:-5 ");
    EXPECT_EQ(priced.ledger[0].expires, day("2026-04-01"));
    EXPECT_EQ(priced.ledger[2].expires, std::nullopt);
}

TEST(Points, LentToThisTillLimitWhatMayBeSpent) {
    Shop shop("[points]\n");
    shop.add("tea", "100.00");
    Account& account = shop.join().accounts[{"test"}];
    account.lots = {lot(80, "2026-01-01")};
    account.spendable = Points::of(1500);
    EXPECT_EQ(to_string(shop.price().points[0].most_redeemable), "15");
}

struct Life {
    std::string rules;
    std::string active, expires;
};

TEST(Lots, BeginAndEndByTheShopsCalendar) {
    const std::vector<Life> examples{
        {"", "2026-03-08T18:05:00+03:00", "never"},
        {"lots = { active_after_days = 14 }", "2026-03-22T00:00:00+03:00", "never"},
        {"lots = { expire = \"after_days\", count = 1 }", "2026-03-08T18:05:00+03:00",
         "2026-03-09T00:00:00+03:00"},
        {"lots = { expire = \"after_days\", count = 365 }", "2026-03-08T18:05:00+03:00",
         "2027-03-08T00:00:00+03:00"},
        {"lots = { expire = \"after_months\", count = 12 }", "2026-03-08T18:05:00+03:00",
         "2027-03-08T00:00:00+03:00"},
        {"lots = { expire = \"end_of_month\", count = 1 }", "2026-03-08T18:05:00+03:00",
         "2026-05-01T00:00:00+03:00"},
        {"lots = { expire = \"end_of_year\" }", "2026-03-08T18:05:00+03:00",
         "2027-01-01T00:00:00+03:00"},
    };
    for (const Life& example : examples) {
        Shop shop("[points]\n" + example.rules + "\n" + offer("a", "points = { per_receipt = 5 }"));
        shop.add("tea", "100.00");
        shop.join();
        const PricedBasket priced = shop.price();
        ASSERT_EQ(priced.ledger.size(), 1U);
        const LedgerEntry& entry = priced.ledger[0];
        EXPECT_EQ(to_string(LocalTime{entry.active, 180}), example.active) << example.rules;
        EXPECT_EQ(entry.expires ? to_string(LocalTime{*entry.expires, 180}) : "never",
                  example.expires)
            << example.rules;
    }
}

TEST(Lots, DaysOfAFortnightsDelayCountFromActivation) {
    LotRules rules;
    rules.active_after_days = 14;
    rules.end = LotEnd::AfterDays;
    rules.count = 365;
    const Lot made = new_lot(Points::of(100), rules, Shop::default_context().at);
    EXPECT_EQ(*made.expires, day("2027-03-22"));
}

struct Stamped {
    std::int64_t before;
    std::string bought;
    std::string total;
    std::int64_t after;
};

TEST(Stamps, MakeEveryTenthFree) {
    const std::vector<Stamped> examples{
        {0, "1", "100.00", 1},   {8, "1", "100.00", 9},  {9, "1", "0.00", 0},
        {8, "3", "200.00", 1},   {0, "10", "900.00", 0}, {9, "11", "900.00", 0},
        {5, "20", "1800.00", 5}, {19, "1", "0.00", 10},
    };
    for (const Stamped& example : examples) {
        Shop shop(offer("tenth",
                        "goods = { categories = \"coffee\" }\nstamps = { card = "
                        "\"coffee\", every = 10 }"));
        shop.add("coffee-latte", "100.00", example.bought);
        shop.join().stamps["coffee"] = example.before;
        EXPECT_EQ(shop.total(), example.total) << example.before << " + " << example.bought;
        EXPECT_EQ(shop.price().stamps["coffee"], example.after)
            << example.before << " + " << example.bought;
    }
}

TEST(Stamps, FreeTheCheapestAndTellHowManyAreToGo) {
    const std::string keys = offer(
        "tenth", "goods = { categories = \"coffee\" }\nstamps = { card = \"coffee\", every = 10 }");
    Shop shop(keys);
    shop.add("coffee-latte", "100.00");
    shop.add("coffee-espresso", "80.00");
    shop.join().stamps["coffee"] = 8;
    EXPECT_EQ(shop.nets(), "100.00 0.00");
    shop.member->stamps["coffee"] = 3;
    EXPECT_EQ(shop.outcomes(), "tenth missing 5");
    shop.member.reset();
    EXPECT_EQ(shop.about("tenth").condition, ConditionKind::Membership);
}

TEST(Stamps, OfThisReceiptMayHaveToWaitForTheNext) {
    Shop shop(offer("tenth", "stamps = { card = \"coffee\", every = 10, same_receipt = false }"));
    shop.add("coffee-latte", "100.00", "3");
    shop.join().stamps["coffee"] = 8;
    EXPECT_EQ(shop.total(), "300.00");
    EXPECT_EQ(shop.price().stamps["coffee"], 11);
    shop.member->stamps["coffee"] = 11;
    EXPECT_EQ(shop.total(), "200.00");
    EXPECT_EQ(shop.price().stamps["coffee"], 4);
}

TEST(Stamps, CanBeEarnedWithoutACardOfferOfTheirOwn) {
    Shop shop(offer("stars",
                    "earn_stamps = { card = \"stars\", per_unit = 2, per_receipt = 1 }\n"
                    "goods = { categories = \"coffee\" }"));
    shop.add("coffee-latte", "100.00", "3");
    shop.join();
    EXPECT_EQ(shop.price().stamps["stars"], 7);
}

TEST(Coupons, CarryTheSameCodeWhereverTheReceiptIsPricedAgain) {
    Shop shop(offer("next", "coupon = { prefix = \"NEXT-\" }"));
    shop.add("tea", "100.00");
    const PricedBasket priced = shop.price();
    ASSERT_EQ(priced.coupons.size(), 1U);
    EXPECT_EQ(priced.coupons, shop.price().coupons);
    EXPECT_THAT(priced.coupons[0].code, testing::MatchesRegex("NEXT-[0-9A-Z]{8}"));
    shop.context.till = {"nevsky-2"};
    EXPECT_NE(priced.coupons, shop.price().coupons);
}

TEST(Tenders, LeaveTheirRestDueAndOnlyCashGivesChange) {
    struct Case {
        std::vector<std::pair<TenderKind, std::string>> paid;
        std::string due, change;
    };
    for (const Case& one :
         {Case{{}, "100.00", "0.00"}, Case{{{TenderKind::Cash, "500.00"}}, "0.00", "400.00"},
          Case{{{TenderKind::Card, "60.00"}, {TenderKind::Cash, "50.00"}}, "0.00", "10.00"},
          Case{{{TenderKind::Certificate, "150.00"}}, "0.00", "0.00"},
          Case{{{TenderKind::Certificate, "30.00"}}, "70.00", "0.00"}}) {
        Shop shop("");
        shop.add("tea", "100.00");
        for (const auto& [kind, amount] : one.paid) shop.pay(kind, amount);
        EXPECT_EQ(to_string(shop.price().due), one.due);
        EXPECT_EQ(to_string(shop.price().change), one.change);
    }
}

}  // namespace
}  // namespace kopilka
