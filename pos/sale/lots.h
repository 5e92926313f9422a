// A member's points in lots: what can be spent now, which lots a spending takes, when a new lot
// begins and ends. This is where the rule for "points expire" stands.
#pragma once
#include "pos/loyalty/member.h"
#include "pos/loyalty/points_rules.h"

#include <vector>

namespace kopilka {

bool can_be_spent(const Lot& lot, Instant at);
Points active_balance(const Account& account, Instant at);

struct LotSpend {
    Lot lot;
    Points taken;
    bool operator==(const LotSpend&) const = default;
};
// The lot that expires first goes first, never-expiring ones last. Takes at most what is there.
std::vector<LotSpend> take_from_lots(const Account& account, Points amount, Instant at);

// The lot that `points` earned at this moment of the shop's clock make. Days begin at the shop's
// midnight; a lot's last day is whole.
Lot new_lot(Points points, const PointsRules& rules, LocalTime at);

}  // namespace kopilka
