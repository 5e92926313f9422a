// What a till may let a member spend by itself: the leases it holds (pos/loyalty/lease.h), what the
// programme lets it risk, and points that the receipt itself earns. Pure, as the rest of price().
#pragma once
#include "pos/loyalty/member.h"
#include "pos/loyalty/points_rules.h"

#include <optional>
#include <vector>

namespace kopilka {

// Of the leases held, what can be spent at that moment.
Points held_now(const Account& account, Instant at);
// nullopt: as much as there is, since nobody else spends meanwhile. `coming`: earned by this
// receipt and spent at once.
std::optional<Points> allowed_by_rights(const Account& account, const PointsRules& rules,
                                        Instant at, Points coming);

struct RightSpend {
    std::optional<LeaseId> lease;  // nullopt: without a right, or of points of this receipt
    Lot lot;                       // its amount is what was taken
    bool operator==(const RightSpend&) const = default;
};
// Takes so much out of the account: what is held first, in its order, then lots as they end. Less
// where there is less.
std::vector<RightSpend> spend_by_rights(Account& account, Points amount, Instant at);

}  // namespace kopilka
