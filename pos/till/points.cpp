#include "pos/till/points.h"

#include "pos/loyalty/programme.h"

namespace kopilka {
namespace {

// The most, and what holds it there.
Phrase at_most(const PointsResult& points) {
    std::string key = "till.refuse.points_at_most";
    if (points.limited_by == ConditionKind::PointsBalance) key = "till.refuse.points_all";
    if (points.limited_by == ConditionKind::Right) key = "till.refuse.points_right";
    return {std::move(key), {points.most_redeemable, points.most_redeemable_worth}};
}

Points at_least(const stage::OpenReceipt& receipt, const ProgrammeId& programme) {
    const Programme* found = receipt.publication->find_programme(programme);
    return found && found->points ? found->points->spend.minimum : kNoPoints;
}

// A phone number told aloud is enough for small sums only, where the programme says so.
bool identified(const stage::OpenReceipt& receipt, const ProgrammeId& programme, Points points,
                const PointsResult& result) {
    const Programme* found = receipt.publication->find_programme(programme);
    if (!found || !found->points || receipt.member->strength >= found->points->spend.needs)
        return true;
    const Money worth = Money::of(scale(result.most_redeemable_worth.count(), points.count(),
                                        result.most_redeemable.count(), Rounding::HalfUp));
    return worth < found->points->spend.needs_from;
}

}  // namespace

void choose_points(Turn& turn, stage::OpenReceipt& receipt, const event::PointsChosen& choice) {
    if (!receipt.member) return refuse(turn, Refusal::NoMember);
    if (choice.points < kNoPoints) return refuse(turn, Refusal::AmountWrong);
    const PointsResult* points = points_of(receipt.priced, choice.programme);
    if (choice.points.is_zero()) {
        receipt.spend.erase(choice.programme);
        return changed(turn, receipt);
    }
    if (!points || points->balance_before.is_zero()) return refuse(turn, Refusal::NoPoints);
    if (points->most_redeemable.is_zero() && points->limited_by == ConditionKind::Right)
        return refuse(turn, Refusal::TooManyPoints, {"till.refuse.points_not_here", {}});
    if (points->most_redeemable.is_zero()) return refuse(turn, Refusal::TooFewPoints);
    if (choice.points > points->most_redeemable)
        return refuse(turn, Refusal::TooManyPoints, at_most(*points));
    if (choice.points < at_least(receipt, choice.programme))
        return refuse(turn, Refusal::NoPoints,
                      {"till.refuse.points_at_least", {at_least(receipt, choice.programme)}});
    if (!identified(receipt, choice.programme, choice.points, *points))
        return refuse(turn, Refusal::WeakIdentity);
    receipt.spend[choice.programme] = choice.points;
    changed(turn, receipt);
    beep(turn);
}

}  // namespace kopilka
