#include "pos/loyalty/describe_parts.h"

namespace kopilka {
namespace {

void tell_spending(Outline& outline, const PointsRules& rules) {
    constexpr const char* kNeeds[]{"told", "static_code", "plastic", "signed_qr"};
    const PointsRules usual;
    outline.say({rules.as == PointsAs::Tender ? "programme.account.as_tender"
                                              : "programme.account.as_discount",
                 {}});
    if (!rules.minimum.is_zero()) outline.say({"programme.account.minimum", {rules.minimum}});
    if (rules.block != usual.block) outline.say({"programme.account.block", {rules.block}});
    if (rules.cap != usual.cap) outline.say({"programme.account.cap", {in_percent(rules.cap)}});
    if (!rules.keep.is_zero()) outline.say({"programme.account.keep", {rules.keep}});
    if (!rules.goods.fits_all()) {
        outline.say({"programme.account.goods", {}});
        outline.under([&] { tell_goods(outline, rules.goods); });
    }
    if (rules.needs != usual.needs)
        outline.say({"programme.account.needs", {rules.needs_from}},
                    {{key_of("programme.identity.", rules.needs, kNeeds), {}}});
}

void tell_earning(Outline& outline, const PointsRules& rules) {
    constexpr const char* kRoundings[]{"half_up", "half_even", "half_down", "down", "up"};
    outline.say({"programme.account.earn", {rules.step}},
                {{key_of("programme.round.", rules.rounding, kRoundings), {}}});
    outline.say({rules.on_points_paid ? "programme.account.on_points_paid"
                                      : "programme.account.not_on_points_paid",
                 {}});
    if (rules.multipliers == Multipliers::Add)
        outline.say({"programme.account.multipliers_add", {}});
}

void tell_lots(Outline& outline, const PointsRules& rules) {
    constexpr const char* kEnds[]{"never", "after_days", "after_months", "end_of_month",
                                  "end_of_year"};
    if (rules.active_after_days != 0)
        outline.say({"programme.account.active_after", {std::int64_t{rules.active_after_days}}});
    outline.say({key_of("programme.expire.", rules.end, kEnds), {std::int64_t{rules.end_count}}});
    if (rules.end != LotEnd::Never)
        outline.say({"programme.account.restored", {std::int64_t{rules.restored_days}}});
}

}  // namespace

void tell_points(Outline& outline, const PointsRules& rules) {
    outline.say({"programme.account.worth", {rules.worth}});
    outline.under([&] {
        tell_spending(outline, rules);
        tell_earning(outline, rules);
        tell_lots(outline, rules);
    });
}

}  // namespace kopilka
