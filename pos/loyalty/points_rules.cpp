#include "pos/loyalty/points_rules.h"

namespace kopilka {

Money worth_in_money(Points points, const PointsRules& rules) {
    return Money::of(
        scale(points.count(), rules.worth.count(), rules.worth_of.count(), rules.spend.rounding));
}

// Rounding down never pays more; where money is rounded another way, the last kopeck may be one
// that the points do not quite reach.
Points worth_in_points(Money money, const PointsRules& rules) {
    const std::int64_t points =
        scale(money.count(), rules.worth_of.count(), rules.worth.count(), Rounding::Up);
    const bool fits = worth_in_money(Points::of(points), rules) <= money;
    return Points::of(
        fits ? points
             : scale(money.count(), rules.worth_of.count(), rules.worth.count(), Rounding::Down));
}

}  // namespace kopilka
