// Levels: how they are reached, kept and lost, at central from the whole past and at the till.
#include "pos/sale/tiers.h"

#include "tests/sale/pricing_kit.h"

namespace kopilka {
namespace {

Date on(std::string_view date) { return *parse_date(date); }
Visit bought(std::string_view day, std::string_view spent, std::int64_t points = 0) {
    const Money sum = *parse_money(spent);
    return {on(day), sum, Points::of(points * 100), sum < kNoMoney};
}

constexpr std::string_view kLevels = R"(
[[tier]]
id = "silver"
name = "Silver"
from = 100
[[tier]]
id = "gold"
name = "Gold"
from = 300
)";

struct Past {
    std::string rules;  // inside [tiers]
    std::vector<Visit> visits;
    std::string at;
    std::string tier;
};

TEST(Tiers, AreReachedKeptAndLostAsTheProgrammeSays) {
    const std::vector<Visit> steady{bought("2025-01-10", "100.00"), bought("2025-02-10", "200.00")};
    const std::string kept =
        "window = \"months\"\nwindow_count = 12\nkeep = \"months\"\nkeep_count = 12\n";
    const std::vector<Past> pasts{
        {"", {}, "2025-01-01", ""},
        {"", {bought("2025-01-10", "99.99")}, "2025-01-10", ""},
        {"", {bought("2025-01-10", "100.00")}, "2025-01-10", "silver"},
        {"", steady, "2030-01-01", "gold"},
        // What came back is taken off again, or not.
        {"", {bought("2025-01-10", "100.00"), bought("2025-01-12", "-0.01")}, "2025-02-01", ""},
        {"returns = \"kept\"",
         {bought("2025-01-10", "100.00"), bought("2025-01-12", "-0.01")},
         "2025-02-01",
         "silver"},
        // A window of 30 days: the last day counts, the next does not.
        {"window = \"days\"\nwindow_count = 30", steady, "2025-02-08", "silver"},
        {"window = \"days\"\nwindow_count = 30", {steady[0]}, "2025-02-09", ""},
        {"window = \"calendar_year\"", steady, "2025-12-31", "gold"},
        {"window = \"calendar_year\"", steady, "2026-01-01", ""},
        // Kept twelve months from the day it was reached, then what the last twelve months merit.
        {kept, steady, "2026-02-09", "gold"},
        {kept, steady, "2026-02-10", ""},
        {kept + "downgrade = \"by_one\"", steady, "2026-02-10", "silver"},
        {kept + "downgrade = \"by_one\"", steady, "2027-02-10", ""},
        {kept + "downgrade = \"never\"", steady, "2030-01-01", "gold"},
        // Merited again when the time is over: kept for as long again.
        {kept, {steady[0], steady[1], bought("2025-12-01", "300.00")}, "2027-02-09", "gold"},
        {"keep = \"calendar_year\"\nwindow = \"calendar_year\"", steady, "2026-12-31", "gold"},
        {"keep = \"calendar_year\"\nwindow = \"calendar_year\"", steady, "2027-01-01", ""},
        // Counting begins anew with each level: 300 more are needed after silver.
        {"next_level = \"reset\"\ndowngrade = \"never\"", steady, "2025-03-01", "silver"},
        {"next_level = \"reset\"\ndowngrade = \"never\"",
         {bought("2025-01-10", "100.00"), bought("2025-02-10", "300.00")},
         "2025-03-01",
         "gold"},
        {"basis = \"visits\"", {}, "2025-01-01", ""},
    };
    for (const Past& past : pasts) {
        const Publication publication =
            publication_of("[tiers]\n" + past.rules + "\n" + std::string(kLevels));
        const Standing standing =
            tier_at({past.visits, {}, {}, {}}, publication.programmes().front(), on(past.at));
        EXPECT_EQ(standing.tier.value, past.tier) << past.rules << " at " << past.at;
    }
}

TEST(Tiers, CountPointsAndVisitsWhereTheBasisSaysSo) {
    const auto tier = [](const std::string& basis, Points balance) {
        const Publication publication = publication_of("[tiers]\nbasis = \"" + basis + "\"\n" + R"(
[[tier]]
id = "t"
name = "T"
from = 2
)");
        TierHistory history;
        history.visits = {bought("2025-01-10", "1.00", 1), bought("2025-01-10", "1.00", 1)};
        history.balance = balance;
        return tier_at(history, publication.programmes().front(), on("2025-02-01")).tier.value;
    };
    EXPECT_EQ(tier("visits", {}), "t");
    EXPECT_EQ(tier("points", {}), "t");
    EXPECT_EQ(tier("money", {}), "t");
    EXPECT_EQ(tier("balance", Points::of(199)), "");
    EXPECT_EQ(tier("balance", Points::of(200)), "t");
}

TEST(Tiers, GivenByHandAreAFloorForAsLongAsTheyAreGiven) {
    const Publication publication = publication_of(std::string(kLevels));
    TierHistory history;
    history.floor = {"gold"};
    history.floor_until = on("2025-06-30");
    const auto tier = [&](std::string_view at) {
        return tier_at(history, publication.programmes().front(), on(at)).tier.value;
    };
    EXPECT_EQ(tier("2025-06-30"), "gold");
    EXPECT_EQ(tier("2025-07-01"), "");
    history.visits = {bought("2025-01-10", "100.00")};
    EXPECT_EQ(tier("2025-06-30"), "gold");
    EXPECT_EQ(tier("2025-07-01"), "silver");
}

struct AtTheTill {
    std::string promotion;
    std::string price;
    std::string earned;  // 10 % silver, 20 % gold
    std::string after, to_go;
};

TEST(Tiers, AreReachedByThisReceiptByTheNextOrOnlyByCentral) {
    const std::vector<AtTheTill> examples{
        {"central", "60.00", "0", "", "0.00"},
        {"next_receipt", "60.00", "0", "silver", "190.00"},
        {"this_receipt", "60.00", "6", "silver", "190.00"},
        {"this_receipt", "49.99", "0", "", "0.01"},
        {"this_receipt", "250.00", "50", "gold", ""},
    };
    for (const AtTheTill& example : examples) {
        Shop shop("[points]\nearn = { step = \"0.01\" }\n[tiers]\npromotion = \"" +
                  example.promotion + "\"\n" + std::string(kLevels) + R"(
[[offer]]
id = "silver-points"
name = "S"
points = { percent = 10 }
when = { tiers = "silver" }
[[offer]]
id = "gold-points"
name = "G"
points = { percent = 20 }
when = { tiers = "gold" }
)");
        shop.add("tea", example.price);
        shop.join().lifetime_spend = *parse_money("50.00");
        const PricedBasket priced = shop.price();
        EXPECT_EQ(to_string(priced.points[0].earned), example.earned)
            << example.promotion << example.price;
        ASSERT_EQ(priced.tiers.size(), 1U);
        EXPECT_EQ(priced.tiers[0].after.value, example.after) << example.promotion;
        const auto* far = std::get_if<Money>(&priced.tiers[0].to_go);
        EXPECT_EQ(far == nullptr ? "" : to_string(*far),
                  example.promotion == "central" ? "" : example.to_go)
            << example.promotion << example.price;
    }
}

TEST(Tiers, OfTheLastMonthsDoNotCountWhatWasEverBought) {
    Shop shop("[tiers]\nwindow = \"months\"\nwindow_count = 12\npromotion = \"next_receipt\"\n" +
              std::string(kLevels));
    shop.add("tea", "10.00");
    shop.join().lifetime_spend = *parse_money("5000.00");
    EXPECT_EQ(shop.price().tiers[0].after.value, "");
}

TEST(Tiers, AreSaidWithHowFarTheyAre) {
    Shop shop("[tiers]\npromotion = \"next_receipt\"\n" + std::string(kLevels) +
              "[[offer]]\nid = \"a\"\nname = \"A\"\npercent = 5\nwhen = { tiers = \"gold\" }\n");
    shop.add("tea", "10.00");
    shop.join().standings[{"test"}] = {{"silver"}, {}, {}, *parse_money("120.00"), {}, 3};
    const Explanation missing = shop.about("a");
    EXPECT_EQ(missing.condition, ConditionKind::Tier);
    EXPECT_EQ(std::get<std::string>(missing.distance), "gold");
    EXPECT_EQ(std::get<Money>(missing.further), *parse_money("180.00"));
    // Exactly so much more, and it is there.
    shop.member->standings[{"test"}].money = *parse_money("300.00");
    EXPECT_EQ(shop.about("a").outcome, Outcome::Applied);
    // What was silver is silver no more.
    shop.member->tier = {"silver"};
    EXPECT_EQ(shop.price().tiers[0].after.value, "gold");
}

}  // namespace
}  // namespace kopilka
