#include "pos/sale/explain.h"

#include "pos/core/check.h"

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
           kind == ConditionKind::LimitPerDay || kind == ConditionKind::LimitPerCode ||
           kind == ConditionKind::LimitPerReceipt || kind == ConditionKind::Budget;
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

Outcome outcome_of(const OfferResult& result) {
    if (result.applied) return Outcome::Applied;
    if (result.lost_to != nullptr) return Outcome::Lost;
    return is_limit(result.verdict.kind) ? Outcome::Limited : Outcome::Missing;
}

// What is to be said, in the order worth reading: as keys, for explanations are large.
struct Entry {
    int group = 0;
    std::uint32_t order = 0;
    Money cost;
    const OfferResult* result = nullptr;
    bool of_limit = false;  // what a cap or a floor kept from being given
};

Entry entry_of(const OfferResult& result) {
    const bool hinted = result.hint.has_value();
    const Money cost = hinted ? result.hint->cost : kNoMoney;
    switch (outcome_of(result)) {
        case Outcome::Applied: return {0, result.order, kNoMoney, &result};
        case Outcome::Missing: return {hinted ? 1 : 4, 0, cost, &result};
        case Outcome::Limited: return {2, 0, cost, &result};
        case Outcome::Lost: return {3, 0, kNoMoney, &result};
    }
    unreachable("an outcome nobody named");
}

Explanation worded(const Entry& entry, const std::vector<PointsEarned>& earned) {
    if (entry.of_limit) return limited(*entry.result);
    switch (outcome_of(*entry.result)) {
        case Outcome::Applied: return applied(*entry.result, earned);
        case Outcome::Lost: return lost(*entry.result);
        case Outcome::Missing:
        case Outcome::Limited: return missing(*entry.result);
    }
    unreachable("an outcome nobody named");
}

}  // namespace

std::vector<Explanation> explain_all(const LanesResult& lanes,
                                     const std::vector<PointsEarned>& earned) {
    std::vector<Entry> entries;
    entries.reserve(lanes.offers.size());
    for (const OfferResult& result : lanes.offers) {
        if (result.applied || result.lost_to != nullptr || !result.verdict.holds)
            entries.push_back(entry_of(result));
        // A loser's own cap is nobody's business; a floor that left nothing to take is.
        if (result.not_given > 0 && result.lost_to == nullptr && result.verdict.holds)
            entries.push_back({2, 0, kNoMoney, &result, true});
    }
    std::ranges::stable_sort(entries, [](const Entry& a, const Entry& b) {
        return std::tie(a.group, a.order, a.cost, a.result->offer->id) <
               std::tie(b.group, b.order, b.cost, b.result->offer->id);
    });
    std::vector<Explanation> explanations;
    explanations.reserve(entries.size());
    for (const Entry& entry : entries) explanations.push_back(worded(entry, earned));
    return explanations;
}

}  // namespace kopilka
