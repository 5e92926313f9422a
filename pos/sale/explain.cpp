#include "pos/sale/explain.h"

#include "pos/core/check.h"

#include <algorithm>
#include <tuple>

namespace kopilka {
namespace {

// Puts everything into one that may have said something else before.
void begin(Explanation& explanation, const Offer& offer, Outcome outcome) {
    explanation.offer = offer.id;
    explanation.name = offer.name;
    explanation.outcome = outcome;
    explanation.amount = explanation.by = kNoMoney;
    explanation.lost_to.reset();
    explanation.lost_to_name.ru.clear();
    explanation.lost_to_name.en.clear();
    explanation.condition = ConditionKind::None;
    // Mostly they say nothing already, and forgetting has its price.
    if (explanation.distance.index() != 0) explanation.distance = std::monostate();
    if (explanation.further.index() != 0) explanation.further = std::monostate();
    explanation.order = 0;
    explanation.hint.reset();
    explanation.points = kNoPoints;
    explanation.approximate = false;
}

void say_applied(Explanation& explanation, const OfferResult& result,
                 const std::vector<PointsEarned>& earned) {
    begin(explanation, *result.offer, Outcome::Applied);
    explanation.amount = Money::of(result.amount);
    explanation.order = result.order;
    explanation.approximate = result.approximate;
    for (const PointsEarned& points : earned)
        if (points.rule == result.offer->id) explanation.points += points.points;
}

void say_lost(Explanation& explanation, const OfferResult& result) {
    begin(explanation, *result.offer, Outcome::Lost);
    explanation.lost_to = result.lost_to->id;
    explanation.lost_to_name = result.lost_to->name;
    explanation.by = Money::of(result.by);
    explanation.approximate = result.approximate;
}

void say_limited(Explanation& explanation, const OfferResult& result) {
    begin(explanation, *result.offer, Outcome::Limited);
    explanation.condition = result.limited_by;
    explanation.amount = Money::of(result.not_given);
}

// Points that caps kept back from the buyer; none of an offer that earns nothing.
Points points_not_given(const OfferResult& result, const std::vector<PointsEarned>& earned) {
    Points sum;
    for (const PointsEarned& one : earned)
        if (!one.not_given.is_zero() && one.rule == result.offer->id) sum += one.not_given;
    return sum;
}

void say_points_limited(Explanation& explanation, const OfferResult& result,
                        const std::vector<PointsEarned>& earned) {
    begin(explanation, *result.offer, Outcome::Limited);
    explanation.condition = ConditionKind::Cap;
    explanation.points = points_not_given(result, earned);
}

bool is_limit(ConditionKind kind) {
    return kind == ConditionKind::LimitPerCustomer || kind == ConditionKind::LimitTotal ||
           kind == ConditionKind::LimitPerDay || kind == ConditionKind::LimitPerCode ||
           kind == ConditionKind::LimitPerReceipt || kind == ConditionKind::Budget;
}

void say_missing(Explanation& explanation, const OfferResult& result) {
    const bool limit = is_limit(result.verdict.kind);
    begin(explanation, *result.offer, limit ? Outcome::Limited : Outcome::Missing);
    explanation.condition = result.verdict.kind;
    explanation.distance = result.verdict.distance;
    explanation.further = result.verdict.further;
    explanation.hint = result.hint;
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
    enum class Of : std::uint8_t { Offer, Limit, PointsLimit } of = Of::Offer;  // a limit of it
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

void say(Explanation& explanation, const Entry& entry, const std::vector<PointsEarned>& earned) {
    if (entry.of == Entry::Of::Limit) return say_limited(explanation, *entry.result);
    if (entry.of == Entry::Of::PointsLimit)
        return say_points_limited(explanation, *entry.result, earned);
    switch (outcome_of(*entry.result)) {
        case Outcome::Applied: return say_applied(explanation, *entry.result, earned);
        case Outcome::Lost: return say_lost(explanation, *entry.result);
        case Outcome::Missing:
        case Outcome::Limited: return say_missing(explanation, *entry.result);
    }
    unreachable("an outcome nobody named");
}

}  // namespace

void explain_all(std::vector<Explanation>& explanations, const LanesResult& lanes,
                 const std::vector<PointsEarned>& earned) {
    std::vector<Entry> entries;
    entries.reserve(2 * lanes.offers.size());
    for (const OfferResult& result : lanes.offers) {
        if (result.applied || result.lost_to != nullptr || !result.verdict.holds)
            entries.push_back(entry_of(result));
        // A loser's own cap is nobody's business; a floor that left nothing to take is.
        if (result.not_given > 0 && result.lost_to == nullptr && result.verdict.holds)
            entries.push_back({2, 0, kNoMoney, &result, Entry::Of::Limit});
        if (result.applied && !points_not_given(result, earned).is_zero())
            entries.push_back({2, 0, kNoMoney, &result, Entry::Of::PointsLimit});
    }
    const auto worth_reading_first = [](const Entry& a, const Entry& b) {
        if (a.group != b.group) return a.group < b.group;
        if (a.order != b.order) return a.order < b.order;
        if (a.cost != b.cost) return a.cost < b.cost;
        return std::tie(a.result->offer->id, a.of) < std::tie(b.result->offer->id, b.of);
    };
    // What applied stands in order already.
    if (!std::ranges::is_sorted(entries, worth_reading_first))
        std::ranges::sort(entries, worth_reading_first);
    explanations.resize(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) say(explanations[i], entries[i], earned);
}

}  // namespace kopilka
