#include "pos/core/overload.h"
#include "pos/loyalty/describe_parts.h"

namespace kopilka {
namespace {

constexpr const char* kPicks[]{"cheapest", "dearest", "first", "last"};

Phrase plain(const PlainCut& cut, bool grouped) {
    constexpr const char* kPer[]{"order", "line", "unit", "group"};
    return std::visit(
        Overload{
            [](const PercentOff& off) {
                return Phrase{"programme.percent", {in_percent(off.rate)}};
            },
            [&](const AmountOff& off) {
                return Phrase{key_of("programme.amount_off.", off.per, kPer), {off.amount}};
            },
            [&](const FixedPrice& fixed) {
                return Phrase{grouped ? "programme.price.group" : "programme.price.unit",
                              {fixed.price}};
            },
        },
        cut);
}

Phrase reached(LadderBy by, std::int64_t from) {
    switch (by) {
        case LadderBy::Amount:
        case LadderBy::LifetimeSpend: return {"programme.from", {Money::of(from)}};
        case LadderBy::Units:
        case LadderBy::Purchases:
        case LadderBy::DaysSincePurchase:
        case LadderBy::MembershipMonths: return {"programme.from", {from}};
    }
    return {"programme.from", {from}};
}

void tell_ladder(Outline& outline, const Ladder& ladder, bool grouped) {
    constexpr const char* kBy[]{
        "amount",       "quantity", "lifetime_spend", "purchases", "days_since_purchase",
        "member_months"};
    outline.say({key_of("programme.ladder.", ladder.by, kBy), {}});
    if (ladder.original) outline.say({"programme.ladder.original", {}});
    if (ladder.per_line) outline.say({"programme.ladder.per_line", {}});
    if (ladder.goods) {
        outline.say({"programme.ladder.counted", {}});
        outline.under([&] {
            if (ladder.goods->fits_all()) outline.say({"programme.all_goods", {}});
            tell_goods(outline, *ladder.goods);
        });
    }
    outline.under([&] {
        for (const LadderStep& step : ladder.steps)
            outline.say(reached(ladder.by, step.from), {plain(step.cut, grouped)});
    });
}

void tell_cut(Outline& outline, const Offer& offer) {
    const bool grouped = offer.groups.has_value();
    if (!offer.cut) return;
    const auto* percent = std::get_if<PercentOff>(&*offer.cut);
    if (percent != nullptr && percent->rate.value == BasisPoints::kWhole)
        return outline.say({"programme.free", {}});
    std::visit(Overload{
                   [&](const Ladder& ladder) { tell_ladder(outline, ladder, grouped); },
                   [&](const auto& cut) { outline.say(plain(cut, grouped)); },
               },
               *offer.cut);
}

void tell_groups(Outline& outline, const Grouping& groups) {
    constexpr const char* kOf[]{"anything", "sku", "line"};
    constexpr const char* kForms[]{"best", "dearest_first", "cheapest_first", "line_order"};
    outline.say({groups.incomplete ? "programme.group_incomplete" : "programme.group", {}});
    outline.under([&] {
        for (const GroupPart& part : groups.parts) {
            outline.say({"programme.part", {part.quantity, part.rewarded}});
            outline.under([&] { tell_goods(outline, part.goods); });
        }
        outline.say({"programme.rewarded", {}},
                    {{key_of("programme.which.", groups.rewarded, kPicks), {}}});
        outline.say({key_of("programme.form.", groups.form, kForms), {}});
        if (groups.of != GroupOf::Anything)
            outline.say({key_of("programme.group_of.", groups.of, kOf), {}});
    });
}

void tell_pick(Outline& outline, const UnitPick& pick) {
    std::vector<Phrase> which{{key_of("programme.which.", pick.which, kPicks), {}}};
    if (pick.skip > 0) which.push_back({"programme.pick_skip", {pick.skip}});
    outline.say({pick.per_line ? "programme.pick_per_line" : "programme.pick", {pick.units}},
                std::move(which));
}

void tell_repeat(Outline& outline, const Repeat& repeat) {
    if (repeat.amount)
        outline.say({"programme.for_each.amount", {*repeat.amount, Money::of(repeat.after)}});
    else
        outline.say({"programme.for_each.quantity", {repeat.quantity, Quantity::of(repeat.after)}});
}

void tell_units(Outline& outline, const Offer& offer) {
    if (offer.pick) tell_pick(outline, *offer.pick);
    if (offer.repeat) tell_repeat(outline, *offer.repeat);
    if (offer.groups) tell_groups(outline, *offer.groups);
    if (offer.stamps)
        outline.say(
            {offer.stamps->same_receipt ? "programme.stamp_card" : "programme.stamp_card_next_time",
             {offer.stamps->every, offer.stamps->card}});
}

Phrase earned(const EarnRule& rule) {
    return std::visit(
        Overload{
            [](const EarnPercent& earn) {
                return Phrase{"programme.points.percent", {in_percent(earn.rate)}};
            },
            [](const EarnPerMoney& earn) {
                return Phrase{earn.partial ? "programme.points.per_money_partial"
                                           : "programme.points.per_money",
                              {earn.points, earn.money}};
            },
            [](const EarnPerUnit& earn) {
                if (earn.units == 1) return Phrase{"programme.points.per_unit", {earn.points}};
                return Phrase{earn.partial ? "programme.points.per_units_partial"
                                           : "programme.points.per_units",
                              {earn.points, earn.units}};
            },
            [](const EarnPerReceipt& earn) {
                return Phrase{"programme.points.per_receipt", {earn.points}};
            },
            [](const EarnMultiplied& earn) {
                return Phrase{"programme.points.multiply", {Points::of(earn.factor / 100)}};
            },
        },
        rule);
}

void tell_points_earned(Outline& outline, const EarnPoints& earn) {
    constexpr const char* kBy[]{
        "amount",       "quantity", "lifetime_spend", "purchases", "days_since_purchase",
        "member_months"};
    if (earn.steps.empty()) outline.say(earned(earn.rule));
    if (!earn.steps.empty()) {
        outline.say({key_of("programme.ladder.", earn.by, kBy), {}});
        outline.under([&] {
            for (const EarnStep& step : earn.steps)
                outline.say(reached(earn.by, step.from), {earned(step.rule)});
        });
    }
    outline.under([&] {
        outline.say({"programme.of_programme", {earn.programme.value}});
        if (earn.cap) outline.say({"programme.points.cap", {*earn.cap}});
        if (earn.who == EarnsFor::Referrer) outline.say({"programme.points.for_referrer", {}});
        if (!earn.multiplied) outline.say({"programme.points.not_multiplied", {}});
    });
}

void tell_benefit(Outline& outline, const Benefit& benefit) {
    std::visit(
        Overload{
            [&](const EarnPoints& earn) { tell_points_earned(outline, earn); },
            [&](const EarnStamps& earn) {
                if (earn.per_unit != 0)
                    outline.say({"programme.stamps.per_unit", {earn.per_unit, earn.card}});
                if (earn.per_receipt != 0)
                    outline.say({"programme.stamps.per_receipt", {earn.per_receipt, earn.card}});
            },
            [&](const AddGift& gift) {
                if (gift.sku.value.empty())
                    outline.say({"programme.gift_same", {gift.quantity}});
                else
                    outline.say({"programme.gift", {gift.sku.value, gift.quantity}});
                if (!gift.worth.is_zero()) outline.say({"programme.gift_worth", {gift.worth}});
            },
            [&](const IssueCoupon& coupon) {
                outline.say({"programme.coupon", {coupon.text, coupon.prefix}});
            },
        },
        benefit);
}

}  // namespace

void tell_reward(Outline& outline, const Offer& offer) {
    tell_cut(outline, offer);
    tell_units(outline, offer);
    for (const Benefit& benefit : offer.benefits) tell_benefit(outline, benefit);
    if (offer.costs)
        outline.say({offer.costs->each ? "programme.costs_each" : "programme.costs",
                     {offer.costs->points, offer.costs->programme.value}});
}

void tell_money_policy(Outline& outline, const Offer& offer) {
    constexpr const char* kOf[]{"running", "original", "lane"};
    constexpr const char* kPer[]{"order", "line", "unit"};
    constexpr const char* kWhat[]{"discount", "price"};
    constexpr const char* kSpread[]{"price", "unit"};
    constexpr const char* kRemainder[]{"largest",        "first",       "last",
                                       "all_to_first",   "all_to_last", "carried_to_first",
                                       "carried_to_last"};
    constexpr const char* kSums[]{"as_priced", "gross", "net"};
    const MoneyPolicy& money = offer.money;
    const MoneyPolicy usual;
    if (money.of != usual.of) outline.say({key_of("programme.of.", money.of, kOf), {}});
    const bool rounds = money.rounding != usual.rounding || money.step != usual.step ||
                        money.per != usual.per || money.rounded != usual.rounded;
    if (rounds)
        outline.say({"programme.rounding", {money.step}},
                    {{key_of("programme.rounded.", money.rounded, kWhat), {}},
                     {key_of("programme.rounding_per.", money.per, kPer), {}},
                     {key_of("programme.round.", money.rounding, kRoundingWords), {}}});
    if (money.sums != usual.sums) outline.say({key_of("programme.sums.", money.sums, kSums), {}});
    if (money.shares != usual.shares)
        outline.say({"programme.share_rounding", {}},
                    {{key_of("programme.round.", money.shares, kRoundingWords), {}}});
    if (money.spread != usual.spread || money.remainder != usual.remainder)
        outline.say({"programme.spread", {}},
                    {{key_of("programme.spread_by.", money.spread, kSpread), {}},
                     {key_of("programme.remainder.", money.remainder, kRemainder), {}}});
    const bool percentage = offer.cut && std::holds_alternative<PercentOff>(*offer.cut);
    if (percentage && money.move_over_floor) outline.say({"programme.moved_over_floor", {}});
    if (offer.cut && !percentage && !money.move_over_floor)
        outline.say({"programme.dropped_over_floor", {}});
}

}  // namespace kopilka
