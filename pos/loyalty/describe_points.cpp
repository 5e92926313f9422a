#include "pos/loyalty/describe_parts.h"

namespace kopilka {
namespace {

void tell_caps(Outline& outline, const SpendRules& rules) {
    const SpendRules usual;
    if (!rules.minimum.is_zero()) outline.say({"programme.account.minimum", {rules.minimum}});
    if (rules.block != usual.block) outline.say({"programme.account.block", {rules.block}});
    if (rules.cap != usual.cap) outline.say({"programme.account.cap", {in_percent(rules.cap)}});
    if (rules.cap_amount) outline.say({"programme.account.cap_amount", {*rules.cap_amount}});
    if (rules.cap_points) outline.say({"programme.account.cap_points", {*rules.cap_points}});
    if (!rules.least_balance.is_zero())
        outline.say({"programme.account.least_balance", {rules.least_balance}});
    if (!rules.keep.is_zero()) outline.say({"programme.account.keep", {rules.keep}});
}

void tell_spending(Outline& outline, const SpendRules& rules) {
    constexpr const char* kNeeds[]{"told", "static_code", "plastic", "signed_qr"};
    const SpendRules usual;
    outline.say({rules.as == PointsAs::Tender ? "programme.account.as_tender"
                                              : "programme.account.as_discount",
                 {}});
    tell_caps(outline, rules);
    if (!rules.goods.fits_all()) {
        outline.say({"programme.account.goods", {}});
        outline.under([&] { tell_goods(outline, rules.goods); });
    }
    if (!rules.on_discounted) outline.say({"programme.account.spend_not_on_discounted", {}});
    if (rules.same_receipt) outline.say({"programme.account.same_receipt", {}});
    if (rules.rounding != usual.rounding)
        outline.say({"programme.account.worth_rounded", {}},
                    {{key_of("programme.round.", rules.rounding, kRoundingWords), {}}});
    if (rules.when != usual.when) {
        outline.say({"programme.account.spend_when", {}});
        outline.under([&] { tell_condition(outline, rules.when); });
    }
    if (rules.needs != usual.needs)
        outline.say({"programme.account.needs", {rules.needs_from}},
                    {{key_of("programme.identity.", rules.needs, kNeeds), {}}});
    constexpr const char* kOffline[]{"lease", "online_only", "floor_limit"};
    if (rules.offline != usual.offline || rules.lease_days != usual.lease_days)
        outline.say({key_of("programme.offline.", rules.offline, kOffline),
                     {std::int64_t{rules.lease_days}, rules.floor}});
}

void tell_earning(Outline& outline, const EarnRules& rules) {
    constexpr const char* kPer[]{"offer", "line", "receipt"};
    constexpr const char* kTax[]{"as_priced", "with", "without"};
    outline.say({"programme.account.earn", {rules.step}},
                {{key_of("programme.round.", rules.rounding, kRoundingWords), {}},
                 {key_of("programme.earn_per.", rules.rounding_per, kPer), {}}});
    if (rules.on == EarnOn::Original) outline.say({"programme.account.on_original", {}});
    if (rules.on == EarnOn::BeforeRewards) outline.say({"programme.account.on_before_rewards", {}});
    if (rules.tax != EarnTax::AsPriced)
        outline.say({key_of("programme.earn_tax.", rules.tax, kTax), {}});
    outline.say({rules.on_points_paid ? "programme.account.on_points_paid"
                                      : "programme.account.not_on_points_paid",
                 {}});
    if (!rules.on_certificates_paid) outline.say({"programme.account.not_on_certificates", {}});
    if (!rules.on_discounted) outline.say({"programme.account.earn_not_on_discounted", {}});
    if (rules.multipliers == Multipliers::Add)
        outline.say({"programme.account.multipliers_add", {}});
    if (rules.cap_receipt) outline.say({"programme.account.cap_receipt", {*rules.cap_receipt}});
    if (rules.cap_day) outline.say({"programme.account.cap_day", {*rules.cap_day}});
}

void tell_lots(Outline& outline, const LotRules& rules) {
    constexpr const char* kEnds[]{"never",
                                  "after_days",
                                  "after_months",
                                  "end_of_month",
                                  "end_of_year",
                                  "day_of_year",
                                  "days_after_last_purchase",
                                  "months_after_last_purchase"};
    if (rules.active_after_days != 0)
        outline.say({"programme.account.active_after", {std::int64_t{rules.active_after_days}}});
    Phrase end{key_of("programme.expire.", rules.end, kEnds), {std::int64_t{rules.count}}};
    if (rules.end == LotEnd::DayOfYear) {
        end.arguments.emplace_back(std::int64_t{rules.day});
        end.arguments.emplace_back(std::int64_t{rules.month});
    }
    outline.say(std::move(end));
    if (rules.from_earning && rules.active_after_days > 0)
        outline.say({"programme.account.lots_from_earning", {}});
    if (rules.end != LotEnd::Never)
        outline.say({"programme.account.restored", {std::int64_t{rules.restored_days}}});
}

void tell_returns(Outline& outline, const ReturnRules& rules, const EarnRules& earn) {
    constexpr const char* kEarned[]{"proportional", "recalculated", "kept"};
    constexpr const char* kDeficit[]{"carried", "forgiven", "charged", "refused"};
    outline.say({key_of("programme.earned_back.", rules.earned, kEarned), {}});
    if (!rules.spent_back) outline.say({"programme.account.spent_kept", {}});
    if (rules.step != earn.step) outline.say({"programme.account.back_step", {rules.step}});
    outline.say({key_of("programme.deficit.", rules.deficit, kDeficit), {}});
}

Phrase tier_from(std::int64_t from, TierBasis basis) {
    switch (basis) {
        case TierBasis::Spent: return {"programme.tier_from.money", {Money::of(from)}};
        case TierBasis::Earned: return {"programme.tier_from.points", {Points::of(from)}};
        case TierBasis::Visits: return {"programme.tier_from.visits", {from}};
        case TierBasis::Balance: return {"programme.tier_from.balance", {Points::of(from)}};
    }
    return {"programme.tier_from.visits", {from}};
}

void tell_tier_rules(Outline& outline, const TierRules& rules) {
    constexpr const char* kSpans[]{"life", "days", "months", "calendar_year"};
    constexpr const char* kDowngrade[]{"to_merit", "by_one", "never"};
    constexpr const char* kPromotion[]{"central", "next_receipt", "this_receipt"};
    outline.say({key_of("programme.tier_window.", rules.window, kSpans),
                 {std::int64_t{rules.window_count}}});
    if (!rules.returns_count) outline.say({"programme.tier_returns_kept", {}});
    if (rules.keep != Span::Life)
        outline.say(
            {key_of("programme.tier_keep.", rules.keep, kSpans), {std::int64_t{rules.keep_count}}});
    outline.say({key_of("programme.tier_downgrade.", rules.downgrade, kDowngrade), {}});
    if (rules.next_level == NextLevel::Reset) outline.say({"programme.tier_reset", {}});
    outline.say({key_of("programme.tier_promotion.", rules.promotion, kPromotion), {}});
    if (rules.lost_at_once) outline.say({"programme.tier_lost_at_once", {}});
}

}  // namespace

void tell_points(Outline& outline, const PointsRules& rules) {
    const bool money = rules.holds == Holds::AsMoney;
    if (rules.worth_of == Points::of(100))
        outline.say({money ? "programme.account.money" : "programme.account.worth", {rules.worth}});
    else
        outline.say({"programme.account.rate", {rules.worth_of, rules.worth}});
    outline.under([&] {
        tell_spending(outline, rules.spend);
        tell_earning(outline, rules.earn);
        tell_lots(outline, rules.lots);
        tell_returns(outline, rules.returns, rules.earn);
    });
}

void tell_tiers(Outline& outline, const Programme& programme) {
    if (programme.tiers.empty()) return;
    for (const Tier& tier : programme.tiers)
        outline.say({"programme.tier", {tier.name, tier.id.value}},
                    {tier_from(tier.from, programme.tier_rules.basis)});
    outline.under([&] { tell_tier_rules(outline, programme.tier_rules); });
}

}  // namespace kopilka
