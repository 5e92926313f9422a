// The tables [points] and what stands in it: what points are worth, earning, spending, lots,
// returns.
#include "pos/loyalty/parse_parts.h"

namespace kopilka {
namespace {

// 1 (point) = the sum, or { points = 100, money = "1.00" }.
void parse_worth(TableReader& table, PointsRules& rules) {
    const TomlValue* worth = table.raw("worth");
    if (worth != nullptr && worth->table() != nullptr) {
        auto rate = table.table("worth", "points.worth");
        rules.worth = rate->money("money").value_or(kNoMoney);
        rules.worth_of = rate->points("points").value_or(kNoPoints);
        rate->finish();
    } else {
        rules.worth = table.money("worth").value_or(rules.worth);
    }
    constexpr Points kMost = Points::of(100'000'00);
    if (!rules.worth.is_zero() && !rules.worth_of.is_zero() && rules.worth_of <= kMost) return;
    table.wrong("worth",
                "must be above zero: what one point pays, such as \"1.00\", or { points = 100, "
                "money = \"1.00\" } of at most 100000 points");
    rules.worth = Money::of(100);
    rules.worth_of = Points::of(100);
}

// A step that is zero would divide by nothing.
Points step_of(TableReader& table, std::string_view key, Points usual, std::string_view why) {
    const Points step = table.points(key).value_or(usual);
    if (!step.is_zero()) return step;
    table.wrong(key, "must be above zero: " + std::string(why));
    return Points::of(1);
}

void parse_offline(TableReader& table, SpendRules& spend) {
    constexpr std::array<std::pair<std::string_view, Offline>, 3> kOffline{
        {{"lease", Offline::Lease},
         {"online_only", Offline::OnlineOnly},
         {"floor_limit", Offline::FloorLimit}}};
    spend.offline = table.choice("offline", kOffline).value_or(spend.offline);
    const auto floor = table.money("floor");
    spend.floor = floor.value_or(spend.floor);
    if ((spend.offline == Offline::FloorLimit) != floor.has_value())
        table.wrong(floor ? "floor" : "offline",
                    "offline = \"floor_limit\" and floor = \"300.00\" belong together: how much "
                    "each till may let a member spend that the server could not confirm");
    spend.lease_days =
        static_cast<std::int32_t>(table.integer("lease_days", 1, 30).value_or(spend.lease_days));
}

void parse_spending(TableReader table, SpendRules& spend) {
    constexpr std::array<std::pair<std::string_view, PointsAs>, 2> kAs{
        {{"tender", PointsAs::Tender}, {"discount", PointsAs::Discount}}};
    constexpr std::array<std::pair<std::string_view, IdentityStrength>, 4> kNeeds{
        {{"told", IdentityStrength::Told},
         {"static_code", IdentityStrength::StaticCode},
         {"plastic", IdentityStrength::Plastic},
         {"signed_qr", IdentityStrength::SignedQr}}};
    spend.as = table.choice("as", kAs).value_or(spend.as);
    spend.minimum = table.points("minimum").value_or(spend.minimum);
    spend.block = step_of(table, "block", spend.block, "points are spent in multiples of it");
    spend.cap = table.percent("cap_percent").value_or(spend.cap);
    spend.cap_amount = table.money("cap_amount");
    spend.cap_points = table.points("cap_points");
    spend.least_balance = table.points("least_balance").value_or(spend.least_balance);
    spend.keep = table.money("keep").value_or(spend.keep);
    if (auto goods = table.table("goods", "goods")) spend.goods = parse_goods(*goods);
    spend.on_discounted = table.boolean("on_discounted").value_or(spend.on_discounted);
    spend.same_receipt = table.boolean("same_receipt").value_or(spend.same_receipt);
    spend.rounding = table.choice("rounding", kRoundings).value_or(spend.rounding);
    if (auto when = table.table("when", "when")) spend.when = parse_condition(*when);
    spend.needs = table.choice("needs", kNeeds).value_or(spend.needs);
    spend.needs_from = table.money("needs_from").value_or(spend.needs_from);
    parse_offline(table, spend);
    table.finish();
}

void parse_earning(TableReader table, EarnRules& earn) {
    constexpr std::array<std::pair<std::string_view, Multipliers>, 2> kMultipliers{
        {{"multiply", Multipliers::Multiply}, {"add", Multipliers::Add}}};
    constexpr std::array<std::pair<std::string_view, EarnRounding>, 3> kPer{
        {{"offer", EarnRounding::Offer},
         {"line", EarnRounding::Line},
         {"receipt", EarnRounding::Receipt}}};
    constexpr std::array<std::pair<std::string_view, EarnOn>, 3> kOn{
        {{"running", EarnOn::Running},
         {"before_rewards", EarnOn::BeforeRewards},
         {"original", EarnOn::Original}}};
    constexpr std::array<std::pair<std::string_view, EarnTax>, 3> kTax{
        {{"as_priced", EarnTax::AsPriced}, {"with", EarnTax::With}, {"without", EarnTax::Without}}};
    earn.step = step_of(table, "step", earn.step, "points are earned in multiples of it");
    earn.rounding = table.choice("rounding", kRoundings).value_or(earn.rounding);
    earn.rounding_per = table.choice("rounding_per", kPer).value_or(earn.rounding_per);
    earn.on = table.choice("on", kOn).value_or(earn.on);
    earn.tax = table.choice("tax", kTax).value_or(earn.tax);
    earn.on_points_paid = table.boolean("on_points_paid").value_or(earn.on_points_paid);
    earn.on_certificates_paid =
        table.boolean("on_certificates_paid").value_or(earn.on_certificates_paid);
    earn.on_discounted = table.boolean("on_discounted").value_or(earn.on_discounted);
    earn.multipliers = table.choice("multipliers", kMultipliers).value_or(earn.multipliers);
    earn.cap_receipt = table.points("cap_receipt");
    earn.cap_day = table.points("cap_day");
    table.finish();
}

// "03-31": the last day of lots that end on one day of every year.
void parse_day_of_year(TableReader& table, LotRules& lots) {
    const auto text = table.text("date");
    if (lots.end != LotEnd::DayOfYear) {
        if (text) table.wrong("date", "belongs to expire = \"day_of_year\"; remove it");
        return;
    }
    const auto date = text && text->size() == 5 ? parse_date("2000-" + *text) : std::nullopt;
    if (!date) {
        table.wrong(text ? "date" : "expire", "needs date = \"03-31\": month and day");
        return;
    }
    lots.month = to_ymd(*date).month;
    lots.day = to_ymd(*date).day;
}

void parse_lots(TableReader table, LotRules& lots) {
    constexpr std::array<std::pair<std::string_view, LotEnd>, 8> kEnds{
        {{"never", LotEnd::Never},
         {"after_days", LotEnd::AfterDays},
         {"after_months", LotEnd::AfterMonths},
         {"end_of_month", LotEnd::EndOfMonth},
         {"end_of_year", LotEnd::EndOfYear},
         {"day_of_year", LotEnd::DayOfYear},
         {"days_after_last_purchase", LotEnd::DaysAfterPurchase},
         {"months_after_last_purchase", LotEnd::MonthsAfterPurchase}}};
    lots.active_after_days =
        static_cast<std::int32_t>(table.integer("active_after_days", 0, 3650).value_or(0));
    lots.end = table.choice("expire", kEnds).value_or(lots.end);
    lots.count = static_cast<std::int32_t>(table.integer("count", 0, 36'500).value_or(0));
    constexpr std::array<std::pair<std::string_view, bool>, 2> kFrom{
        {{"active", false}, {"earned", true}}};
    lots.from_earning = table.choice("count_from", kFrom).value_or(lots.from_earning);
    const bool counted = lots.end == LotEnd::AfterDays || lots.end == LotEnd::AfterMonths ||
                         lots.end == LotEnd::DaysAfterPurchase ||
                         lots.end == LotEnd::MonthsAfterPurchase;
    if (counted && lots.count == 0)
        table.wrong("expire", "needs count = 365: after how many days or months");
    parse_day_of_year(table, lots);
    lots.restored_days =
        static_cast<std::int32_t>(table.integer("restored_days", 1, 3650).value_or(30));
    table.finish();
}

void parse_returns(TableReader table, ReturnRules& returns) {
    constexpr std::array<std::pair<std::string_view, EarnedBack>, 3> kEarned{
        {{"proportional", EarnedBack::Proportional},
         {"recalculated", EarnedBack::Recalculated},
         {"kept", EarnedBack::Kept}}};
    constexpr std::array<std::pair<std::string_view, bool>, 2> kSpent{
        {{"restored", true}, {"kept", false}}};
    constexpr std::array<std::pair<std::string_view, Deficit>, 4> kDeficit{
        {{"carried", Deficit::Carried},
         {"forgiven", Deficit::Forgiven},
         {"charged", Deficit::Charged},
         {"refused", Deficit::Refused}}};
    returns.earned = table.choice("earned", kEarned).value_or(returns.earned);
    returns.spent_back = table.choice("spent", kSpent).value_or(returns.spent_back);
    returns.step = step_of(table, "step", returns.step, "points go back in multiples of it");
    returns.deficit = table.choice("deficit", kDeficit).value_or(returns.deficit);
    table.finish();
}

}  // namespace

PointsRules parse_points(TableReader table) {
    constexpr std::array<std::pair<std::string_view, Holds>, 2> kHolds{
        {{"points", Holds::AsPoints}, {"money", Holds::AsMoney}}};
    PointsRules rules;
    rules.holds = table.choice("holds", kHolds).value_or(rules.holds);
    if (rules.holds == Holds::AsMoney) rules.spend.block = rules.earn.step = Points::of(1);
    parse_worth(table, rules);
    if (auto spend = table.table("spend", "points.spend")) parse_spending(*spend, rules.spend);
    if (auto earn = table.table("earn", "points.earn")) parse_earning(*earn, rules.earn);
    if (auto lots = table.table("lots", "points.lots")) parse_lots(*lots, rules.lots);
    if (rules.spend.same_receipt && !rules.earn.on_points_paid)
        table.wrong("spend",
                    "has same_receipt = true: what points pay would take away points that pay; "
                    "write earn = { on_points_paid = true }");
    rules.returns.step = rules.earn.step;
    if (auto returns = table.table("returns", "points.returns"))
        parse_returns(*returns, rules.returns);
    table.finish();
    return rules;
}

}  // namespace kopilka
