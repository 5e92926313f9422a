#include "pos/loyalty/parse_parts.h"

namespace kopilka {
namespace {

void parse_spending(TableReader table, PointsRules& rules) {
    constexpr std::array<std::pair<std::string_view, PointsAs>, 2> kAs{
        {{"tender", PointsAs::Tender}, {"discount", PointsAs::Discount}}};
    constexpr std::array<std::pair<std::string_view, IdentityStrength>, 4> kNeeds{
        {{"told", IdentityStrength::Told},
         {"static_code", IdentityStrength::StaticCode},
         {"plastic", IdentityStrength::Plastic},
         {"signed_qr", IdentityStrength::SignedQr}}};
    rules.as = table.choice("as", kAs).value_or(rules.as);
    rules.minimum = table.points("minimum").value_or(rules.minimum);
    rules.block = table.points("block").value_or(rules.block);
    if (rules.block.is_zero()) {
        table.wrong("block", "must be above zero: points are spent in multiples of it");
        rules.block = Points::of(1);
    }
    rules.cap = table.percent("cap_percent").value_or(rules.cap);
    rules.keep = table.money("keep").value_or(rules.keep);
    if (auto goods = table.table("goods", "goods")) rules.goods = parse_goods(*goods);
    rules.needs = table.choice("needs", kNeeds).value_or(rules.needs);
    rules.needs_from = table.money("needs_from").value_or(rules.needs_from);
    table.finish();
}

void parse_earning(TableReader table, PointsRules& rules) {
    constexpr std::array<std::pair<std::string_view, Rounding>, 4> kRounding{
        {{"down", Rounding::Down},
         {"half_up", Rounding::HalfUp},
         {"half_even", Rounding::HalfEven},
         {"up", Rounding::Up}}};
    constexpr std::array<std::pair<std::string_view, Multipliers>, 2> kMultipliers{
        {{"multiply", Multipliers::Multiply}, {"add", Multipliers::Add}}};
    rules.step = table.points("step").value_or(rules.step);
    if (rules.step.is_zero()) {
        table.wrong("step", "must be above zero: points are earned in multiples of it");
        rules.step = Points::of(1);
    }
    rules.rounding = table.choice("rounding", kRounding).value_or(rules.rounding);
    rules.on_points_paid = table.boolean("on_points_paid").value_or(rules.on_points_paid);
    rules.multipliers = table.choice("multipliers", kMultipliers).value_or(rules.multipliers);
    table.finish();
}

void parse_lots(TableReader table, PointsRules& rules) {
    constexpr std::array<std::pair<std::string_view, LotEnd>, 5> kEnds{
        {{"never", LotEnd::Never},
         {"after_days", LotEnd::AfterDays},
         {"after_months", LotEnd::AfterMonths},
         {"end_of_month", LotEnd::EndOfMonth},
         {"end_of_year", LotEnd::EndOfYear}}};
    rules.active_after_days =
        static_cast<std::int32_t>(table.integer("active_after_days", 0, 3650).value_or(0));
    rules.end = table.choice("expire", kEnds).value_or(rules.end);
    rules.end_count = static_cast<std::int32_t>(table.integer("count", 0, 36'500).value_or(0));
    const bool counted = rules.end == LotEnd::AfterDays || rules.end == LotEnd::AfterMonths;
    if (counted && rules.end_count == 0)
        table.wrong("expire", "needs count = 365: after how many days or months");
    rules.restored_days =
        static_cast<std::int32_t>(table.integer("restored_days", 1, 3650).value_or(30));
    table.finish();
}

}  // namespace

PointsRules parse_points(TableReader table) {
    PointsRules rules;
    rules.worth = table.money("worth").value_or(rules.worth);
    if (rules.worth.is_zero()) {
        table.wrong("worth", "must be above zero: what one point pays, such as \"1.00\"");
        rules.worth = Money::of(100);
    }
    if (auto spend = table.table("spend", "points.spend")) parse_spending(*spend, rules);
    if (auto earn = table.table("earn", "points.earn")) parse_earning(*earn, rules);
    if (auto lots = table.table("lots", "points.lots")) parse_lots(*lots, rules);
    table.finish();
    return rules;
}

std::optional<Tier> parse_tier(TableReader table) {
    Tier tier;
    tier.id = {table.id("id")};
    if (const auto name = table.localized("name"))
        tier.name = *name;
    else if (!table.has("name"))
        table.errors().add(table.place(), "tier needs name = { ru = \"…\", en = \"…\" }");
    tier.lifetime_spend = table.money("lifetime_spend").value_or(kNoMoney);
    table.finish();
    return tier;
}

std::optional<Lane> parse_lane(TableReader table) {
    constexpr std::array<std::pair<std::string_view, Choose>, 3> kChoose{
        {{"best", Choose::Best}, {"priority", Choose::Priority}, {"all", Choose::All}}};
    Lane lane;
    lane.id = table.id("id");
    lane.choose = table.choice("choose", kChoose).value_or(Choose::Best);
    table.finish();
    return lane;
}

}  // namespace kopilka
