// What a programme may decide about its points: on what they are earned and rounded, what they pay,
// what they buy, when they end.
#include "pos/sale/lots.h"
#include "pos/sale/member_view.h"
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
std::string in_words(const std::vector<LedgerEntry>& ledger) {
    constexpr std::array kKinds{"accrual",    "redemption", "reversal",    "restored",
                                "adjustment", "expiry",     "prolongation"};
    std::string text;
    for (const LedgerEntry& entry : ledger)
        text += (text.empty() ? "" : "; ") +
                std::string(kKinds[static_cast<std::size_t>(entry.kind)]) + " " + entry.rule.value +
                " " + to_string(entry.amount);
    return text;
}

struct Earn {
    std::string rules;  // of `earn`
    std::string offers;
    std::string earned;
};

// Tea 100.00 and two jams of 50.00, all with 20 % tax inside, 10 % off the jam.
TEST(Earning, IsMeasuredAndRoundedAsTheProgrammeSays) {
    const std::string jam_off = offer("off", "percent = 10\ngoods = { skus = \"jam\" }");
    const std::string tenth = offer("a", "points = { percent = 10 }");
    const std::vector<Earn> examples{
        {"", tenth, "19"},
        {"on = \"original\"", tenth, "20"},
        {"on_discounted = false", tenth, "10"},
        {"tax = \"without\", step = \"0.01\"", tenth, "15.83"},
        {"rounding = \"half_up\"", offer("a", "points = { percent = \"7.5\" }"), "14"},
        {"rounding = \"half_up\", rounding_per = \"line\"",
         offer("a", "points = { percent = \"7.5\" }"), "15"},  // 7.5 and 6.75
        {"",
         offer("a", "points = { percent = \"0.25\" }") +
             offer("b", "points = { percent = \"0.3\" }"),
         "0"},
        {"rounding_per = \"receipt\"",
         offer("a", "points = { percent = \"0.25\" }") +
             offer("b", "points = { percent = \"0.3\" }"),
         "1"},
        {"", offer("a", "points = { give = 3, each = 100 }"), "3"},
        {"step = \"0.01\"", offer("a", "points = { give = 3, each = 100, partial = true }"), "5.7"},
        {"", offer("a", "points = { per_unit = 2 }"), "6"},
        {"", offer("a", "points = { give = 5, units = 2 }"), "5"},
        {"step = \"0.01\"", offer("a", "points = { give = 752, units = 1000, partial = true }"),
         "2.25"},
        {"", tenth + offer("x", "points = { multiply = 0 }\ngoods = { skus = \"jam\" }"), "10"},
        {"", offer("a", "points = { per_unit = 2 }") + offer("x", "points = { multiply = 5 }"),
         "30"},
        {"",
         offer("a", "points = { per_unit = 2, multiplied = false }") +
             offer("x", "points = { multiply = 5 }"),
         "6"},
        {"", offer("a", "points = { percent = 10, cap = 4 }"), "4"},
        {"cap_receipt = 25", tenth + offer("b", "points = { per_receipt = 10 }"), "25"},
        {"cap_day = 25", tenth, "15"},  // 10 earned before today
        {"",
         offer(
             "a",
             "points = { by = \"amount\", steps = [ { from = 100, per_receipt = 1 }, { from = 190, "
             "per_receipt = 5 }, { from = 191, per_receipt = 9 } ] }"),
         "5"},
    };
    for (const Earn& example : examples) {
        Shop shop("[points]\nearn = { " + example.rules + " }\n" + jam_off + example.offers);
        shop.add("tea", "100.00");
        shop.add("jam", "50.00", "2");
        Account& account = shop.join().accounts[{"test"}];
        account.earned_today = Points::of(10'00);
        account.earned_on = local_date(shop.context.at);
        EXPECT_EQ(to_string(shop.price().points[0].earned), example.earned) << example.rules << "\n"
                                                                            << example.offers;
    }
}

TEST(Earning, SaysHowManyPointsALimitKeptBack) {
    Shop shop("[points]\nearn = { cap_receipt = 25, rounding_per = \"receipt\" }\n" +
              offer("a", "points = { percent = 20, cap = 18 }") +
              offer("b", "points = { per_receipt = 10 }"));
    shop.add("tea", "100.00");
    shop.join();
    std::string kept_back;
    const PricedBasket priced = shop.price();
    for (const Explanation& one : priced.explanations)
        if (one.outcome == Outcome::Limited)
            kept_back += one.offer.value + " " + to_string(one.points) + "; ";
    EXPECT_EQ(kept_back, "a 2; b 3; ") << "20 of a are held to 18, 10 of b to what 25 leave";
    EXPECT_EQ(to_string(priced.points[0].earned), "25");
}

TEST(Earning, OnThePartPaidWithACertificateIsAPolicy) {
    for (const auto& [rules, earned] :
         {std::pair{"", "10"}, {"earn = { on_certificates_paid = false }", "7"}}) {
        Shop shop("[points]\n" + std::string(rules) + "\n" +
                  offer("a", "points = { percent = 10 }"));
        shop.add("tea", "100.00");
        shop.join();
        shop.pay(TenderKind::Certificate, "30.00");
        shop.pay(TenderKind::Cash, "70.00");
        EXPECT_EQ(to_string(shop.price().points[0].earned), earned) << rules;
    }
}

struct Spend {
    std::string rules;  // of `spend`
    std::string redeemed, due;
};

// 80 points, tea 100.00 and jam 50.00 with 10 % off; all that may be spent is asked for.
TEST(Spending, IsCappedAsTheProgrammeSays) {
    const std::vector<Spend> examples{
        {"", "80", "65.00"},
        {"cap_amount = 30", "30", "115.00"},
        {"cap_points = 25", "25", "120.00"},
        {"least_balance = 80", "80", "65.00"},
        {"least_balance = 81", "0", "145.00"},
        {"on_discounted = false, cap_percent = 50", "50", "95.00"},
        {"when = { weekdays = \"monday\" }", "0", "145.00"},
        {"when = { weekdays = \"sunday\" }", "80", "65.00"},
    };
    for (const Spend& example : examples) {
        Shop shop("[points]\nspend = { " + example.rules + " }\n" +
                  offer("off", "percent = 10\ngoods = { skus = \"jam\" }"));
        shop.add("tea", "100.00");
        shop.add("jam", "50.00");
        shop.join().accounts[{"test"}].lots = {lot(80, "2026-01-01")};
        shop.pay(TenderKind::PointsPaid, "0.00");
        const PricedBasket priced = shop.price();
        EXPECT_EQ(to_string(priced.points[0].redeemed), example.redeemed) << example.rules;
        EXPECT_EQ(to_string(priced.due), example.due) << example.rules;
    }
}

TEST(Spending, AsADiscountIsCappedByWhatGoodsCostAndStopsAtMinimumPrices) {
    // Of 100.00 a half may be paid with points, and 60.00 must be paid otherwise; 30.00 are
    // above the minimum price.
    const std::vector<std::pair<std::string, std::string>> examples{
        {"cap_percent = 50", "30"}, {"cap_percent = 20", "20"}, {"keep = 60", "30"},
        {"keep = 80", "20"},        {"keep = 0", "30"},
    };
    for (const auto& [rules, most] : examples) {
        Shop shop("[points]\nspend = { as = \"discount\", " + rules + " }\n");
        shop.add("tea", "100.00").minimum_price = *parse_money("70.00");
        shop.join().accounts[{"test"}].lots = {lot(500, "2026-01-01")};
        EXPECT_EQ(to_string(shop.price().points.front().most_redeemable), most) << rules;
    }
}

TEST(Spending, TakesPointsAtTheirRateAndPaysTaxOnTop) {
    Shop shop("[points]\nworth = { points = 300, money = \"1.00\" }\n");
    shop.add("tea", "10.00");
    shop.context.tax = TaxMode::Excluded;  // 12.00 to pay
    shop.join().accounts[{"test"}].lots = {lot(10'000, "2026-01-01")};
    shop.pay(TenderKind::PointsPaid, "0.00");
    PricedBasket priced = shop.price();
    EXPECT_EQ(to_string(priced.points[0].redeemed), "3600");
    EXPECT_EQ(to_string(priced.due), "0.00");
    shop.tenders[0].amount = *parse_money("0.99");
    priced = shop.price();
    EXPECT_EQ(to_string(priced.points[0].redeemed), "297");
    EXPECT_EQ(to_string(priced.paid[0].amount), "0.99");
}

TEST(Spending, OfPointsThatThisReceiptEarnsIsAPolicy) {
    for (const auto& [same, redeemed, after] :
         {std::tuple{"false", "5", "10"}, {"true", "15", "0"}}) {
        Shop shop("[points]\nspend = { same_receipt = " + std::string(same) +
                  " }\nearn = { on_points_paid = true }\n" +
                  offer("a", "points = { percent = 10 }"));
        shop.add("tea", "100.00");
        shop.join().accounts[{"test"}].lots = {lot(5, "2026-01-01")};
        shop.pay(TenderKind::PointsPaid, "100.00");
        const PricedBasket priced = shop.price();
        EXPECT_EQ(to_string(priced.points[0].redeemed), redeemed);
        EXPECT_EQ(to_string(priced.points[0].balance_after), after);
    }
}

TEST(Rewards, AreBoughtWithPointsByWhoHasThem) {
    const std::string rules =
        "[points]\nspend = { cap_points = 0 }\n" +
        offer("a", "percent = 100\npick = { units = 1 }\ncosts = { points = 30 }\npriority = 2") +
        offer("b", "amount_off = 5\nlane = \"order\"\ncosts = { points = 30 }");
    Shop shop(rules);
    shop.add("tea", "100.00", "2");
    shop.join().accounts[{"test"}].lots = {lot(10, "2026-01-01"),
                                           lot(49, "2026-01-01", "2026-05-01")};
    PricedBasket priced = shop.price();
    EXPECT_EQ(to_string(priced.total), "100.00");
    EXPECT_EQ(in_words(priced.ledger), "redemption a -30");
    EXPECT_EQ(shop.outcomes(), "a applied 100.00; b missing 1 points");
    shop.member->accounts[{"test"}].lots.push_back(lot(1, "2026-01-01"));
    priced = shop.price();
    EXPECT_EQ(to_string(priced.total), "95.00");
    EXPECT_EQ(in_words(priced.ledger),
              "redemption a -30; redemption b -19; redemption b -10; "
              "redemption b -1");
    EXPECT_EQ(to_string(priced.points[0].balance_after), "0");
}

TEST(Referral, RewardsNobodyForBringingThemselves) {
    Shop shop("[points]\n" + offer("thanks", "points = { per_receipt = 30, for = \"referrer\" }"));
    shop.add("tea", "100.00");
    shop.join().id = {{1}};
    shop.member->referrer = MemberId{{1}};
    EXPECT_TRUE(shop.price().ledger.empty());
}

TEST(Referral, RewardsBothByOneReceiptAndBooksEachToTheirOwn) {
    Shop shop("[points]\n" +
              offer("friend", "points = { per_receipt = 20 }\nwhen = { referred = true }") +
              offer("thanks",
                    "points = { per_receipt = 30, for = \"referrer\" }\n"
                    "when = { referred = true }"));
    shop.add("tea", "100.00");
    shop.join().id = {{1}};
    EXPECT_TRUE(shop.price().ledger.empty());
    shop.member->referrer = MemberId{{2}};
    const PricedBasket priced = shop.price();
    EXPECT_EQ(in_words(priced.ledger), "accrual friend 20; accrual thanks 30");
    EXPECT_EQ(to_string(priced.points[0].earned), "20");
    Sale sale;
    sale.member = shop.member;
    sale.ledger = priced.ledger;
    JournalRecord record;
    record.entry = sale;
    const auto balance = [&](MemberId id) {
        MemberView member;
        member.id = id;
        member = view(member, std::span(&record, 1), NewPoints::AsRecorded);
        return to_string(active_balance(member.accounts[{"test"}], shop.context.at.instant));
    };
    EXPECT_EQ(balance({{1}}), "20");
    EXPECT_EQ(balance({{2}}), "30");
    EXPECT_EQ(balance({{3}}), "0");
}

struct Life {
    std::string rules;
    std::string expires;
};

TEST(Lots, EndOnADayOfTheYearOrSoLongAfterTheLastPurchase) {
    const std::vector<Life> examples{
        {"expire = \"day_of_year\", date = \"03-31\"", "2026-04-01"},
        {"expire = \"day_of_year\", date = \"03-08\"", "2026-03-09"},
        {"expire = \"day_of_year\", date = \"03-07\"", "2027-03-08"},
        {"expire = \"day_of_year\", date = \"02-29\"", "2027-03-01"},
        {"expire = \"day_of_year\", date = \"03-31\", count = 1", "2027-04-01"},
        {"expire = \"days_after_last_purchase\", count = 90", "2026-06-06"},
        {"expire = \"months_after_last_purchase\", count = 6", "2026-09-08"},
        // From the day on which they can be spent, or from that of earning, 8 March.
        {"active_after_days = 14, expire = \"after_months\", count = 6", "2026-09-22"},
        {"active_after_days = 14, expire = \"after_months\", count = 6, count_from = \"earned\"",
         "2026-09-08"},
    };
    for (const Life& example : examples) {
        const Publication publication =
            publication_of("[points]\nlots = { " + example.rules + " }\n");
        const Lot made = new_lot(Points::of(1), publication.programmes().front().points->lots,
                                 Shop::default_context().at);
        ASSERT_TRUE(made.expires.has_value());
        EXPECT_EQ(*made.expires, day(example.expires)) << example.rules;
    }
}

TEST(Lots, AreProlongedByAPurchaseButNoneComesToLifeAgain) {
    Shop shop("[points]\nlots = { expire = \"days_after_last_purchase\", count = 90 }\n");
    shop.add("tea", "100.00");
    shop.join().accounts[{"test"}].lots = {lot(10, "2026-01-01", "2026-04-01"),
                                           lot(20, "2026-01-01", "2026-03-08"),
                                           lot(40, "2026-01-01")};
    const PricedBasket priced = shop.price();
    EXPECT_EQ(in_words(priced.ledger), "prolongation  0");
    Sale sale;
    sale.context = shop.context;
    sale.member = shop.member;
    sale.ledger = priced.ledger;
    JournalRecord record;
    record.entry = sale;
    const MemberView after = view(*shop.member, std::span(&record, 1), NewPoints::AsRecorded);
    const AccountAt now = account_at(after.accounts.at({"test"}), {"test"}, day("2026-06-05"));
    EXPECT_EQ(to_string(now.active), "50");
    EXPECT_EQ(in_words(now.expired), "expiry  -20");
    EXPECT_EQ(now.expired[0].expires, day("2026-03-08"));
    const AccountAt later = account_at(now.account, {"test"}, day("2026-06-06"));
    EXPECT_EQ(in_words(later.expired), "expiry  -10") << "and the other not once more";
    EXPECT_EQ(to_string(later.active), "40");
}

TEST(Balance, BelowZeroIsPaidOffByTheNextPointsBeforeAnyCanBeSpent) {
    Shop shop("[points]\n" + offer("a", "points = { percent = 10 }"));
    shop.add("tea", "100.00");
    shop.join().accounts[{"test"}].deficit = Points::of(4'00);
    const PricedBasket priced = shop.price();
    EXPECT_EQ(to_string(priced.points[0].balance_before), "-4");
    EXPECT_EQ(to_string(priced.points[0].most_redeemable), "0");
    EXPECT_EQ(to_string(priced.points[0].balance_after), "6");
    Sale sale;
    sale.member = shop.member;
    sale.ledger = priced.ledger;
    JournalRecord record;
    record.entry = sale;
    const MemberView after = view(*shop.member, std::span(&record, 1), NewPoints::AsRecorded);
    EXPECT_EQ(after.accounts.at({"test"}).deficit, kNoPoints);
    EXPECT_EQ(after.accounts.at({"test"}).lots.at(0).amount, Points::of(6'00));
}

TEST(Certificates, PayAfterDiscountsInPartAndSeveralAtOnce) {
    Shop shop(
        "certificates = { goods = { categories = \"gift\" }, valid_months = 12 }\n[points]\n" +
        offer("off", "percent = 10") + offer("a", "points = { percent = 10 }") +
        offer("min", "amount_off = 5\nlane = \"order\"\nwhen = { minimum_amount = 150 }"));
    shop.add("tea", "100.00");
    shop.add("gift-card", "500.00").serial = "GC-9";
    shop.join();
    Tender first{TenderKind::Certificate, {}, {}, {}, "GC-1", *parse_money("40.00")};
    Tender second{TenderKind::Certificate, *parse_money("30.00"), {}, {}, "GC-2",
                  *parse_money("80.00")};
    Tender cash{TenderKind::Cash, *parse_money("600.00"), {}, {}, {}};
    shop.tenders = {cash, first, second};
    const PricedBasket priced = shop.price();
    EXPECT_EQ(shop.nets(), "90.00 500.00");
    EXPECT_EQ(to_string(priced.points[0].earned), "9");
    ASSERT_EQ(priced.certificates.size(), 1U);
    EXPECT_EQ(priced.certificates[0].number, "GC-9");
    EXPECT_EQ(priced.certificates[0].valid_to, parse_date("2027-03-07"));
    // 590.00: 30.00 of GC-2, then cash; the open GC-1 takes what is left.
    EXPECT_EQ(to_string(priced.paid[2].amount), "30.00");
    EXPECT_EQ(to_string(priced.paid[2].balance), "50.00");
    EXPECT_EQ(to_string(priced.due), "0.00");
    Money paid;
    for (const Tender& tender : priced.paid) paid += tender.amount;
    EXPECT_EQ(paid, priced.total);
    EXPECT_EQ(to_string(priced.change), "40.00");
}

}  // namespace
}  // namespace kopilka
