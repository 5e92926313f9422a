#include "pos/loyalty/parse_parts.h"

#include <algorithm>

namespace kopilka {
namespace {

constexpr std::array<std::pair<std::string_view, Pick>, 4> kPicks{{{"cheapest", Pick::Cheapest},
                                                                   {"dearest", Pick::Dearest},
                                                                   {"first", Pick::First},
                                                                   {"last", Pick::Last}}};

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
    Ladder ladder;
    const bool money = parse_ladder_measure(table, ladder.by);
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

GroupPart parse_part(TableReader table) {
    GroupPart part;
    if (auto goods = table.table("goods", "goods")) part.goods = parse_goods(*goods);
    part.quantity = table.integer("quantity", 1, 1000).value_or(1);
    part.rewarded = table.integer("rewarded", 0, 1000).value_or(part.quantity);
    if (part.rewarded > part.quantity)
        table.wrong("rewarded", "must not be more than \"quantity\" of the same part");
    table.finish();
    return part;
}

Grouping parse_group(TableReader table, const GoodsFilter& goods) {
    constexpr std::array<std::pair<std::string_view, GroupForm>, 4> kForms{
        {{"best", GroupForm::Best},
         {"dearest_first", GroupForm::DearestFirst},
         {"cheapest_first", GroupForm::CheapestFirst},
         {"line_order", GroupForm::LineOrder}}};
    Grouping group;
    group.rewarded = table.choice("which", kPicks).value_or(Pick::Cheapest);
    group.form = table.choice("form", kForms).value_or(GroupForm::Best);
    if (table.has("parts")) {
        for (TableReader& part : table.tables("parts", "part")) {
            group.parts.push_back(parse_part(part));
            group.parts.back().goods =
                group.parts.back().goods.fits_all() ? goods : group.parts.back().goods;
        }
        if (table.has("take") || table.has("rewarded"))
            table.wrong("parts", "says it all; remove \"take\" and \"rewarded\"");
    } else {
        if (!table.has("take"))
            table.errors().add(table.place(), "group needs take = 3, or parts = [ … ]");
        GroupPart part{goods, table.integer("take", 1, 1000).value_or(1), 1};
        part.rewarded = table.integer("rewarded", 0, 1000).value_or(1);
        if (part.rewarded > part.quantity)
            table.wrong("rewarded", "must not be more than \"take\"");
        group.parts.push_back(std::move(part));
    }
    if (std::ranges::none_of(group.parts, [](const GroupPart& part) { return part.rewarded > 0; }))
        table.errors().add(table.place(), "no unit of the group is rewarded; write rewarded = 1");
    table.finish();
    return group;
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

void parse_units(TableReader& table, Offer& offer) {
    if (auto pick = table.table("pick", "pick")) {
        offer.pick = UnitPick{pick->choice("which", kPicks).value_or(Pick::Cheapest),
                              pick->integer("units", 1, 10'000).value_or(1)};
        pick->finish();
        if (!offer.cut)
            table.wrong("pick",
                        "chooses units of a discount that is not there; write percent = 50");
    }
    if (auto group = table.table("group", "group")) {
        offer.groups = parse_group(*group, offer.goods);
        if (offer.pick) table.wrong("group", "cannot stand beside \"pick\"; keep one");
        if (!offer.cut) offer.cut = PercentOff{BasisPoints::percent(100)};
    }
    if (auto stamps = table.table("stamps", "stamps")) {
        StampCard card{stamps->id("card"), stamps->integer("every", 2, 1000).value_or(10),
                       stamps->boolean("same_receipt").value_or(true)};
        if (!stamps->has("every"))
            stamps->errors().add(stamps->place(), "stamps needs every = 10: which unit is free");
        stamps->finish();
        if (offer.pick || offer.groups)
            table.wrong("stamps", "cannot stand beside \"pick\" or \"group\"; keep one");
        offer.stamps = std::move(card);
        if (!offer.cut) offer.cut = PercentOff{BasisPoints::percent(100)};
    }
    offer.reuses_units = table.boolean("reuses_units").value_or(false);
}

void parse_money_policy(TableReader& table, Offer& offer) {
    constexpr std::array<std::pair<std::string_view, PriceBasis>, 3> kOf{
        {{"running", PriceBasis::Running},
         {"original", PriceBasis::Original},
         {"lane", PriceBasis::Lane}}};
    constexpr std::array<std::pair<std::string_view, Rounding>, 5> kRounding{
        {{"half_up", Rounding::HalfUp},
         {"half_even", Rounding::HalfEven},
         {"half_down", Rounding::HalfDown},
         {"down", Rounding::Down},
         {"up", Rounding::Up}}};
    constexpr std::array<std::pair<std::string_view, RoundingPer>, 3> kPer{
        {{"order", RoundingPer::Order}, {"line", RoundingPer::Line}, {"unit", RoundingPer::Unit}}};
    constexpr std::array<std::pair<std::string_view, Rounded>, 2> kRounded{
        {{"discount", Rounded::Discount}, {"price", Rounded::Price}}};
    constexpr std::array<std::pair<std::string_view, SpreadBy>, 2> kSpread{
        {{"price", SpreadBy::Price}, {"unit", SpreadBy::Unit}}};
    constexpr std::array<std::pair<std::string_view, Remainder>, 3> kRemainder{
        {{"largest", Remainder::Largest}, {"first", Remainder::First}, {"last", Remainder::Last}}};
    constexpr std::array<std::pair<std::string_view, bool>, 2> kFloor{
        {{"move", true}, {"drop", false}}};
    MoneyPolicy& money = offer.money;
    money.of = table.choice("of", kOf).value_or(money.of);
    money.rounding = table.choice("rounding", kRounding).value_or(money.rounding);
    money.step = table.money("rounding_step").value_or(money.step);
    if (money.step.is_zero()) {
        table.wrong("rounding_step", "must be above zero, such as \"1.00\" for whole roubles");
        money.step = Money::of(1);
    }
    money.per = table.choice("rounding_per", kPer).value_or(money.per);
    money.rounded = table.choice("rounded", kRounded).value_or(money.rounded);
    money.spread = table.choice("spread", kSpread).value_or(money.spread);
    money.remainder = table.choice("remainder", kRemainder).value_or(money.remainder);
    money.move_over_floor = table.choice("over_floor", kFloor).value_or(money.move_over_floor);
}

}  // namespace kopilka
