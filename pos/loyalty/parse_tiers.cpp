// The tables [tiers] and [[tier]].
#include "pos/loyalty/parse_parts.h"

namespace kopilka {
namespace {

void parse_window(TableReader& table, TierRules& rules) {
    constexpr std::array<std::pair<std::string_view, Span>, 4> kSpans{
        {{"life", Span::Life},
         {"days", Span::Days},
         {"months", Span::Months},
         {"calendar_year", Span::CalendarYear}}};
    constexpr std::array<std::pair<std::string_view, Span>, 4> kKeeps{
        {{"no", Span::Life},
         {"days", Span::Days},
         {"months", Span::Months},
         {"calendar_year", Span::CalendarYear}}};
    const auto counted = [&](Span span, std::string_view key, std::string_view count) {
        const auto number = table.integer(count, 1, 3650);
        const bool needed = span == Span::Days || span == Span::Months;
        if (needed && !number)
            table.wrong(key, "needs " + std::string(count) + " = 12: how many days or months");
        return static_cast<std::int32_t>(number.value_or(1));
    };
    rules.window = table.choice("window", kSpans).value_or(rules.window);
    rules.window_count = counted(rules.window, "window", "window_count");
    rules.keep = table.choice("keep", kKeeps).value_or(rules.keep);
    rules.keep_count = counted(rules.keep, "keep", "keep_count");
}

// Without a time to keep, these two would take a level away in the moment it was reached.
void check_keep(TableReader& table, const TierRules& rules) {
    if (rules.keep != Span::Life || rules.downgrade == Downgrade::Never) return;
    const bool reset = rules.next_level == NextLevel::Reset;
    if (!reset && rules.downgrade != Downgrade::ByOne) return;
    table.wrong(reset ? "next_level" : "downgrade",
                "needs a time to keep a level: write keep = \"months\", keep_count = 12");
}

}  // namespace

TierRules parse_tier_rules(TableReader table) {
    constexpr std::array<std::pair<std::string_view, TierBasis>, 4> kBasis{
        {{"money", TierBasis::Spent},
         {"points", TierBasis::Earned},
         {"visits", TierBasis::Visits},
         {"balance", TierBasis::Balance}}};
    constexpr std::array<std::pair<std::string_view, bool>, 2> kReturns{
        {{"deducted", true}, {"kept", false}}};
    constexpr std::array<std::pair<std::string_view, Downgrade>, 3> kDowngrade{
        {{"to_merit", Downgrade::ToMerit},
         {"by_one", Downgrade::ByOne},
         {"never", Downgrade::Never}}};
    constexpr std::array<std::pair<std::string_view, NextLevel>, 2> kNext{
        {{"carried", NextLevel::Carried}, {"reset", NextLevel::Reset}}};
    constexpr std::array<std::pair<std::string_view, Promotion>, 3> kPromotion{
        {{"central", Promotion::Central},
         {"next_receipt", Promotion::NextReceipt},
         {"this_receipt", Promotion::ThisReceipt}}};
    TierRules rules;
    rules.basis = table.choice("basis", kBasis).value_or(rules.basis);
    rules.returns_count = table.choice("returns", kReturns).value_or(rules.returns_count);
    parse_window(table, rules);
    rules.downgrade = table.choice("downgrade", kDowngrade).value_or(rules.downgrade);
    rules.next_level = table.choice("next_level", kNext).value_or(rules.next_level);
    rules.promotion = table.choice("promotion", kPromotion).value_or(rules.promotion);
    constexpr std::array<std::pair<std::string_view, bool>, 2> kDemotion{
        {{"central", false}, {"this_receipt", true}}};
    rules.lost_at_once = table.choice("demotion", kDemotion).value_or(rules.lost_at_once);
    if (rules.lost_at_once && rules.promotion != Promotion::ThisReceipt)
        table.wrong("demotion",
                    "needs promotion = \"this_receipt\": the till then knows the level both ways");
    check_keep(table, rules);
    table.finish();
    return rules;
}

Tier parse_tier(TableReader table, const TierRules& rules) {
    Tier tier;
    tier.id = {table.id("id")};
    if (const auto name = table.localized("name"))
        tier.name = *name;
    else if (!table.has("name"))
        table.errors().add(table.place(), "tier needs name = { ru = \"…\", en = \"…\" }");
    switch (rules.basis) {
        case TierBasis::Spent: tier.from = table.money("from").value_or(kNoMoney).count(); break;
        case TierBasis::Earned:
        case TierBasis::Balance:
            tier.from = table.points("from").value_or(kNoPoints).count();
            break;
        case TierBasis::Visits: tier.from = table.integer("from", 0, 1'000'000).value_or(0); break;
    }
    if (const auto spend = table.money("lifetime_spend")) {
        if (table.has("from"))
            table.wrong("lifetime_spend", "says the same as \"from\"; keep one of them");
        if (rules.basis != TierBasis::Spent)
            table.wrong("lifetime_spend", "is money; with this basis write from = 100");
        tier.from = spend->count();
    }
    table.finish();
    return tier;
}

}  // namespace kopilka
