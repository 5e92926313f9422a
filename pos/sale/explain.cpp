#include "pos/sale/explain.h"

#include <algorithm>
#include <tuple>

namespace kopilka {
namespace {

Explanation about(const Offer& offer, Outcome outcome) {
    Explanation explanation;
    explanation.offer = offer.id;
    explanation.name = offer.name;
    explanation.outcome = outcome;
    return explanation;
}

Explanation applied(const OfferResult& result, const std::vector<PointsEarned>& earned) {
    Explanation explanation = about(*result.offer, Outcome::Applied);
    explanation.amount = Money::of(result.amount);
    explanation.order = result.order;
    explanation.approximate = result.approximate;
    for (const PointsEarned& points : earned)
        if (points.rule == result.offer->id) explanation.points += points.points;
    return explanation;
}

Explanation lost(const OfferResult& result) {
    Explanation explanation = about(*result.offer, Outcome::Lost);
    explanation.lost_to = result.lost_to->id;
    explanation.lost_to_name = result.lost_to->name;
    explanation.by = Money::of(result.by);
    explanation.approximate = result.approximate;
    return explanation;
}

Explanation limited(const OfferResult& result) {
    Explanation explanation = about(*result.offer, Outcome::Limited);
    explanation.condition = result.limited_by;
    explanation.amount = Money::of(result.not_given);
    return explanation;
}

bool is_limit(ConditionKind kind) {
    return kind == ConditionKind::LimitPerCustomer || kind == ConditionKind::LimitTotal ||
           kind == ConditionKind::LimitPerDay || kind == ConditionKind::LimitPerReceipt ||
           kind == ConditionKind::Budget;
}

Explanation missing(const OfferResult& result) {
    const bool limit = is_limit(result.verdict.kind);
    Explanation explanation = about(*result.offer, limit ? Outcome::Limited : Outcome::Missing);
    explanation.condition = result.verdict.kind;
    explanation.distance = result.verdict.distance;
    explanation.further = result.verdict.further;
    explanation.hint = result.hint;
    return explanation;
}

auto reading_order(const Explanation& explanation) {
    const auto group = [&] {
        switch (explanation.outcome) {
            case Outcome::Applied: return 0;
            case Outcome::Missing: return explanation.hint ? 1 : 4;
            case Outcome::Limited: return 2;
            case Outcome::Lost: return 3;
        }
        return 5;
    };
    const Money cost = explanation.hint ? explanation.hint->cost : kNoMoney;
    return std::tuple(group(), explanation.order, cost, explanation.offer);
}

}  // namespace

std::vector<Explanation> explain_all(const LanesResult& lanes,
                                     const std::vector<PointsEarned>& earned) {
    std::vector<Explanation> explanations;
    for (const OfferResult& result : lanes.offers) {
        if (result.applied)
            explanations.push_back(applied(result, earned));
        else if (result.lost_to != nullptr)
            explanations.push_back(lost(result));
        else if (!result.verdict.holds)
            explanations.push_back(missing(result));
        // A loser's own cap is nobody's business; a floor that left nothing to take is.
        if (result.not_given > 0 && result.lost_to == nullptr && result.verdict.holds)
            explanations.push_back(limited(result));
    }
    std::ranges::stable_sort(explanations, [](const Explanation& a, const Explanation& b) {
        return reading_order(a) < reading_order(b);
    });
    return explanations;
}

}  // namespace kopilka
