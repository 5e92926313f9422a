#include "pos/till/points.h"

namespace kopilka {
namespace {

Phrase at_most(const PointsResult& points) {
    return {"till.refuse.points_at_most", {points.most_redeemable, points.most_redeemable_worth}};
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
    if (!points || points->most_redeemable.is_zero()) return refuse(turn, Refusal::NoPoints);
    if (choice.points > points->most_redeemable)
        return refuse(turn, Refusal::TooManyPoints, at_most(*points));
    receipt.spend[choice.programme] = choice.points;
    changed(turn, receipt);
    beep(turn);
}

}  // namespace kopilka
