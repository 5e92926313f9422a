#include "pos/loyalty/parse_parts.h"

#include <algorithm>

namespace kopilka {
namespace {

constexpr std::array<std::pair<std::string_view, OnReturn>, 3> kOnReturn{
    {{"keep", OnReturn::Keep},
     {"evaluate_again", OnReturn::Again},
     {"charge_back", OnReturn::ChargeBack}}};

std::optional<EarnRule> parse_earn_rule(TableReader& table) {
    std::optional<EarnRule> rule;
    int said = 0;
    const auto say = [&](EarnRule one) {
        rule = one;
        ++said;
    };
    if (table.has("percent"))
        say(EarnPercent{table.percent("percent", 10'000).value_or(BasisPoints{})});
    if (table.has("each")) {
        const auto money = table.money("each").value_or(Money::of(1));
        if (money.is_zero()) table.wrong("each", "must be above zero, such as each = \"100.00\"");
        if (!table.has("give")) table.wrong("each", "needs give = 5: how many points for each");
        say(EarnPerMoney{table.points("give").value_or(kNoPoints), std::max(money, Money::of(1)),
                         table.boolean("partial").value_or(false)});
    } else if (table.has("units")) {
        say(EarnPerUnit{table.points("give").value_or(kNoPoints),
                        table.integer("units", 1, 1'000'000).value_or(1),
                        table.boolean("partial").value_or(false)});
        if (!table.has("give"))
            table.wrong("units", "needs give = 5: how many points for so many pieces");
    } else if (table.has("give")) {
        table.wrong("give",
                    "belongs to \"each\" or \"units\"; write { give = 5, each = "
                    "\"100.00\" }");
    }
    if (table.has("per_unit")) say(EarnPerUnit{table.points("per_unit").value_or(kNoPoints)});
    if (table.has("per_receipt"))
        say(EarnPerReceipt{table.points("per_receipt").value_or(kNoPoints)});
    if (table.has("multiply")) {
        const auto factor = table.points("multiply").value_or(kNoPoints);  // hundredths
        if (factor > Points::of(100'00))
            table.wrong("multiply", "must be from 0 to 100, such as 2 or \"1.5\"");
        say(EarnMultiplied{factor.count() * (BasisPoints::kWhole / 100)});
    }
    if (said != 1)
        table.errors().add(table.place(),
                           "points needs exactly one of percent = 5, { give = 1, each = "
                           "\"100.00\" }, per_unit = 5, per_receipt = 50, multiply = 2");
    return rule;
}

// steps = [ { from = 1000, percent = 5 }, … ]: the rule of the highest step reached. False: none.
bool parse_earn_steps(TableReader& table, EarnPoints& benefit) {
    const bool money = parse_ladder_measure(table, benefit.by);
    for (TableReader& step : table.tables("steps", "step of points")) {
        EarnStep entry;
        if (!step.has("from"))
            step.errors().add(step.place(), "a step of points needs from = … : where it begins");
        entry.from = money ? step.money("from").value_or(kNoMoney).count()
                           : step.integer("from", 0, 1'000'000).value_or(0);
        const auto rule = parse_earn_rule(step);
        if (rule && std::holds_alternative<EarnMultiplied>(*rule))
            step.wrong("multiply", "cannot stand in a step; write an offer of its own");
        step.finish();
        if (!benefit.steps.empty() && entry.from <= benefit.steps.back().from)
            step.wrong("from", "must be larger than that of the step before; put steps in order");
        if (rule) entry.rule = *rule;
        benefit.steps.push_back(std::move(entry));
    }
    return !benefit.steps.empty();
}

void parse_points_earned(TableReader& table, Offer& offer) {
    auto points = table.table("points", "points");
    if (!points) return;
    EarnPoints benefit;
    benefit.programme = {points->text("programme").value_or(offer.programme.value)};
    constexpr std::array<std::pair<std::string_view, EarnsFor>, 2> kFor{
        {{"buyer", EarnsFor::Buyer}, {"referrer", EarnsFor::Referrer}}};
    benefit.who = points->choice("for", kFor).value_or(EarnsFor::Buyer);
    benefit.cap = points->points("cap");
    benefit.multiplied = points->boolean("multiplied").value_or(true);
    const bool stepped = points->has("steps") && parse_earn_steps(*points, benefit);
    const auto rule =
        stepped ? std::optional(benefit.steps.front().rule) : parse_earn_rule(*points);
    points->finish();
    if (!rule) return;
    benefit.rule = *rule;
    offer.benefits.emplace_back(std::move(benefit));
}

void parse_stamps_earned(TableReader& table, Offer& offer) {
    auto stamps = table.table("earn_stamps", "earn_stamps");
    if (!stamps) return;
    EarnStamps benefit;
    benefit.card = stamps->id("card");
    benefit.per_unit = stamps->integer("per_unit", 1, 1000).value_or(0);
    benefit.per_receipt = stamps->integer("per_receipt", 1, 1000).value_or(0);
    if (!stamps->has("per_unit") && !stamps->has("per_receipt"))
        stamps->errors().add(stamps->place(), "earn_stamps gives nothing; write per_unit = 1");
    stamps->finish();
    offer.benefits.emplace_back(std::move(benefit));
}

void parse_gift(TableReader& table, Offer& offer) {
    auto gift = table.table("gift", "gift");
    if (!gift) return;
    AddGift benefit;
    benefit.sku = {gift->text("sku").value_or("")};
    const bool same = gift->boolean("same").value_or(false);
    if (same == gift->has("sku"))
        gift->errors().add(gift->place(),
                           "gift needs sku = \"…\": which goods are given; or same = true: those "
                           "that are bought");
    benefit.quantity = gift->quantity("quantity").value_or(kOneUnit);
    benefit.worth = gift->money("worth").value_or(kNoMoney);
    gift->finish();
    offer.benefits.emplace_back(std::move(benefit));
}

void parse_coupon(TableReader& table, Offer& offer) {
    auto coupon = table.table("coupon", "coupon");
    if (!coupon) return;
    IssueCoupon benefit;
    benefit.prefix = coupon->text("prefix").value_or("");
    if (!coupon->has("prefix"))
        coupon->errors().add(coupon->place(),
                             "coupon needs prefix = \"SPRING-\": how its code begins");
    benefit.text = coupon->localized("text").value_or(offer.name);
    coupon->finish();
    offer.benefits.emplace_back(std::move(benefit));
}

void parse_costs(TableReader& table, Offer& offer) {
    constexpr std::array<std::pair<std::string_view, bool>, 2> kCostPer{
        {{"receipt", false}, {"unit", true}}};
    auto costs = table.table("costs", "costs");
    if (!costs) return;
    PointsCost cost{{costs->text("programme").value_or(offer.programme.value)},
                    costs->points("points").value_or(kNoPoints),
                    costs->choice("per", kCostPer).value_or(false)};
    if (cost.points.is_zero())
        costs->errors().add(costs->place(),
                            "costs needs points = 100: what the reward is bought for");
    costs->finish();
    offer.costs = std::move(cost);
}

void parse_limits(TableReader& table, Offer& offer) {
    constexpr std::array<std::pair<std::string_view, bool>, 2> kShared{
        {{"in_proportion", false}, {"in_order", true}}};
    auto limits = table.table("limits", "limits");
    if (!limits) return;
    offer.limits.per_receipt = limits->integer("per_receipt", 1, 1'000'000);
    offer.limits.per_customer = limits->integer("per_customer", 1, 1'000'000);
    offer.limits.per_day = limits->integer("per_day", 1, 1'000'000);
    offer.limits.per_code = limits->integer("per_code", 1, 1'000'000'000);
    offer.limits.budget = limits->money("budget");
    constexpr std::array<std::pair<std::string_view, bool>, 2> kShort{
        {{"cut", true}, {"nothing", false}}};
    offer.limits.budget_cut = limits->choice("budget_short", kShort).value_or(true);
    if (limits->has("budget_short") && !offer.limits.budget)
        limits->wrong("budget_short", "belongs to \"budget\"; write budget = \"10000.00\"");
    offer.limits.cap_group = limits->text("cap_group").value_or("");
    if (limits->has("cap_group") && !limits->has("cap"))
        limits->wrong("cap_group", "needs cap = \"250.00\": what its offers share");
    offer.limits.cap_in_order = limits->choice("cap_shared", kShared).value_or(false);
    offer.limits.total = limits->integer("total", 1, 1'000'000'000);
    offer.limits.cap = limits->money("cap");
    if (offer.limits.cap && offer.limits.cap->is_zero())
        limits->wrong("cap", "of zero gives nothing; write the most money off, such as \"500.00\"");
    limits->finish();
}

void parse_company(TableReader& table, ParsedOffer& parsed) {
    constexpr std::array<std::pair<std::string_view, Exclusive>, 3> kExclusive{
        {{"no", Exclusive::No}, {"lane", Exclusive::Lane}, {"receipt", Exclusive::Receipt}}};
    Offer& offer = parsed.offer;
    if (table.has("lane")) parsed.lane = table.id("lane");
    parsed.lane_place = table.place("lane");
    offer.priority = table.integer("priority", -1'000'000, 1'000'000).value_or(0);
    offer.exclusive = table.choice("exclusive", kExclusive).value_or(Exclusive::No);
    offer.stops_later_lanes = table.boolean("stops_later_lanes").value_or(false);
    parsed.excludes_place = table.place("excludes");
    if (table.has("excludes"))
        for (std::string& id : table.texts("excludes")) offer.excludes.push_back({std::move(id)});
}

}  // namespace

void parse_benefits(TableReader& table, Offer& offer) {
    parse_points_earned(table, offer);
    parse_stamps_earned(table, offer);
    parse_gift(table, offer);
    parse_coupon(table, offer);
}

ParsedOffer parse_offer(TableReader table, const ProgrammeId& programme) {
    ParsedOffer parsed;
    parsed.place = table.place();
    parsed.file = table.errors().file;
    Offer& offer = parsed.offer;
    offer.programme = programme;
    offer.id = {table.id("id")};
    if (const auto name = table.localized("name"))
        offer.name = *name;
    else if (!table.has("name"))
        table.errors().add(table.place(),
                           "offer needs name = { ru = \"…\", en = \"…\" }: how receipts call it");
    offer.when = {AllOf{}};
    if (auto when = table.table("when", "when")) offer.when = parse_condition(*when);
    if (auto goods = table.table("goods", "goods")) offer.goods = parse_goods(*goods);
    parse_cut(table, offer);
    parse_units(table, offer);
    parse_money_policy(table, offer);
    parse_benefits(table, offer);
    parse_costs(table, offer);
    parse_limits(table, offer);
    parse_company(table, parsed);
    offer.on_return = table.choice("on_return", kOnReturn).value_or(OnReturn::Keep);
    table.finish();
    constexpr std::array<std::string_view, 10> kGiving{"percent", "amount_off", "price",  "ladder",
                                                       "group",   "stamps",     "points", "gift",
                                                       "coupon",  "earn_stamps"};
    if (std::ranges::none_of(kGiving, [&](std::string_view key) { return table.has(key); }))
        table.errors().add(table.place(),
                           "this offer gives nothing; write one of percent, amount_off, price, "
                           "ladder, group, stamps, points, earn_stamps, gift, coupon");
    return parsed;
}

}  // namespace kopilka
