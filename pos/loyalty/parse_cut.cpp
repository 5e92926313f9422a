#include "pos/loyalty/parse_parts.h"

#include <algorithm>

namespace kopilka {
namespace {

// One of percent, amount_off, price; nullopt where the table has none of them.
std::optional<PlainCut> parse_plain_cut(TableReader& table) {
    constexpr std::array<std::pair<std::string_view, AmountPer>, 4> kPer{
        {{"order", AmountPer::Order},
         {"line", AmountPer::Line},
         {"unit", AmountPer::Unit},
         {"group", AmountPer::Group}}};
    std::optional<PlainCut> cut;
    int said = 0;
    if (table.has("percent")) {
        cut = PercentOff{table.percent("percent").value_or(BasisPoints{})};
        ++said;
    }
    if (table.has("amount_off")) {
        cut = AmountOff{table.money("amount_off").value_or(kNoMoney),
                        table.choice("per", kPer).value_or(AmountPer::Order)};
        ++said;
    } else if (table.has("per")) {
        table.wrong("per", "belongs to \"amount_off\"; remove it, or write amount_off = \"50.00\"");
    }
    if (table.has("price")) {
        cut = FixedPrice{table.money("price").value_or(kNoMoney)};
        ++said;
    }
    if (said > 1)
        table.errors().add(table.place("percent"),
                           "only one of percent, amount_off and price can stand here; keep one");
    return cut;
}

struct LadderMeasure {
    std::string_view name;
    LadderBy by;
    bool money;
};
constexpr std::array<LadderMeasure, 6> kMeasures{
    {{"amount", LadderBy::Amount, true},
     {"quantity", LadderBy::Units, false},
     {"lifetime_spend", LadderBy::LifetimeSpend, true},
     {"purchases", LadderBy::Purchases, false},
     {"days_since_purchase", LadderBy::DaysSincePurchase, false},
     {"member_months", LadderBy::MembershipMonths, false}}};

}  // namespace

bool parse_ladder_measure(TableReader& table, LadderBy& by) {
    constexpr std::array<std::pair<std::string_view, LadderBy>, 6> kBy{
        {{kMeasures[0].name, kMeasures[0].by},
         {kMeasures[1].name, kMeasures[1].by},
         {kMeasures[2].name, kMeasures[2].by},
         {kMeasures[3].name, kMeasures[3].by},
         {kMeasures[4].name, kMeasures[4].by},
         {kMeasures[5].name, kMeasures[5].by}}};
    if (!table.has("by"))
        table.errors().add(table.place(),
                           "ladder needs by = \"lifetime_spend\" or another measure");
    by = table.choice("by", kBy).value_or(LadderBy::Amount);
    return std::ranges::find(kMeasures, by, &LadderMeasure::by)->money;
}

namespace {

Ladder parse_ladder(TableReader table) {
    constexpr std::array<std::pair<std::string_view, bool>, 2> kBasis{
        {{"running", false}, {"original", true}}};
    constexpr std::array<std::pair<std::string_view, bool>, 2> kPer{
        {{"receipt", false}, {"line", true}}};
    Ladder ladder;
    const bool money = parse_ladder_measure(table, ladder.by);
    if (auto goods = table.table("goods", "goods")) ladder.goods = parse_goods(*goods);
    ladder.original = table.choice("basis", kBasis).value_or(false);
    ladder.per_line = table.choice("per", kPer).value_or(false);
    if (ladder.per_line && ladder.goods)
        table.wrong("per", "line measures the line itself; remove \"goods\"");
    for (TableReader& step : table.tables("steps", "ladder step")) {
        LadderStep entry;
        if (!step.has("from"))
            step.errors().add(step.place(), "a ladder step needs from = … : where it begins");
        if (money)
            entry.from = step.money("from").value_or(kNoMoney).count();
        else
            entry.from = step.integer("from", 0, 1'000'000).value_or(0);
        if (auto cut = parse_plain_cut(step))
            entry.cut = *cut;
        else
            step.errors().add(step.place(), "a ladder step gives nothing; write percent = 5");
        step.finish();
        if (!ladder.steps.empty() && entry.from <= ladder.steps.back().from && step.has("from"))
            step.wrong("from", "must be larger than that of the step before; put steps in order");
        ladder.steps.push_back(entry);
    }
    if (ladder.steps.empty())
        table.errors().add(table.place(),
                           "ladder has no steps; write steps = [ { from = 1000, percent = 5 } ]");
    table.finish();
    return ladder;
}

}  // namespace

void parse_cut(TableReader& table, Offer& offer) {
    if (const auto plain = parse_plain_cut(table))
        std::visit([&](const auto& cut) { offer.cut = cut; }, *plain);
    if (auto ladder = table.table("ladder", "ladder")) {
        if (offer.cut)
            table.wrong("ladder", "cannot stand beside percent, amount_off or price; keep one");
        offer.cut = parse_ladder(*ladder);
    }
}

namespace {

bool is_percentage(const PriceCut& cut) {
    const auto* ladder = std::get_if<Ladder>(&cut);
    if (ladder == nullptr) return std::holds_alternative<PercentOff>(cut);
    return std::ranges::all_of(ladder->steps, [](const LadderStep& step) {
        return std::holds_alternative<PercentOff>(step.cut);
    });
}

}  // namespace

void parse_money_policy(TableReader& table, Offer& offer) {
    constexpr std::array<std::pair<std::string_view, PriceBasis>, 3> kOf{
        {{"running", PriceBasis::Running},
         {"original", PriceBasis::Original},
         {"lane", PriceBasis::Lane}}};
    constexpr std::array<std::pair<std::string_view, RoundingPer>, 3> kPer{
        {{"order", RoundingPer::Order}, {"line", RoundingPer::Line}, {"unit", RoundingPer::Unit}}};
    constexpr std::array<std::pair<std::string_view, Rounded>, 2> kRounded{
        {{"discount", Rounded::Discount}, {"price", Rounded::Price}}};
    constexpr std::array<std::pair<std::string_view, SpreadBy>, 2> kSpread{
        {{"price", SpreadBy::Price}, {"unit", SpreadBy::Unit}}};
    constexpr std::array<std::pair<std::string_view, Remainder>, 7> kRemainder{
        {{"largest", Remainder::Largest},
         {"first", Remainder::First},
         {"last", Remainder::Last},
         {"all_to_first", Remainder::AllToFirst},
         {"all_to_last", Remainder::AllToLast},
         {"carried_to_first", Remainder::CarriedToFirst},
         {"carried_to_last", Remainder::CarriedToLast}}};
    constexpr std::array<std::pair<std::string_view, SumTax>, 3> kSums{
        {{"as_priced", SumTax::AsPriced}, {"gross", SumTax::WithTax}, {"net", SumTax::WithoutTax}}};
    constexpr std::array<std::pair<std::string_view, bool>, 2> kFloor{
        {{"move", true}, {"drop", false}}};
    MoneyPolicy& money = offer.money;
    money.of = table.choice("of", kOf).value_or(money.of);
    money.rounding = table.choice("rounding", kRoundings).value_or(money.rounding);
    money.step = table.money("rounding_step").value_or(money.step);
    if (money.step.is_zero()) {
        table.wrong("rounding_step", "must be above zero, such as \"1.00\" for whole roubles");
        money.step = Money::of(1);
    }
    money.per = table.choice("rounding_per", kPer).value_or(money.per);
    money.rounded = table.choice("rounded", kRounded).value_or(money.rounded);
    money.spread = table.choice("spread", kSpread).value_or(money.spread);
    money.shares = table.choice("share_rounding", kRoundings).value_or(money.shares);
    money.remainder = table.choice("remainder", kRemainder).value_or(money.remainder);
    money.sums = table.choice("sums", kSums).value_or(money.sums);
    // A percentage is of each line's own price: a line that cannot take its part keeps it.
    const bool percentage = offer.cut && is_percentage(*offer.cut);
    money.move_over_floor = table.choice("over_floor", kFloor).value_or(!percentage);
}

}  // namespace kopilka
