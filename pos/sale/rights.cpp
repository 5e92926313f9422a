#include "pos/sale/rights.h"

#include "pos/loyalty/lease.h"
#include "pos/sale/lots.h"

#include <algorithm>

namespace kopilka {
namespace {

// The account's own lots follow what was spent out of a lease, so that nothing is taken twice.
void take_from_lot(Account& account, const Lot& lot, Points amount) {
    for (Lot& own : account.lots)
        if (own.active == lot.active && own.expires == lot.expires)
            own.amount -= std::min(own.amount, amount);
}

std::vector<RightSpend> spend_held(Account& account, Points amount, Instant at) {
    std::vector<RightSpend> spends;
    for (HeldSlice& slice : account.rights->held) {
        if (!can_be_spent(slice.lot, at)) continue;
        const Points taken = std::min(slice.lot.amount, amount);
        if (taken <= kNoPoints) break;
        spends.push_back({slice.lease, {taken, slice.lot.active, slice.lot.expires}});
        slice.lot.amount -= taken;
        amount -= taken;
        take_from_lot(account, slice.lot, taken);
    }
    return spends;
}

}  // namespace

std::optional<Points> allowed_by_rights(const Account& account, const PointsRules& rules,
                                        Instant at, Points coming) {
    if (!account.rights) return std::nullopt;
    Points sum = coming;
    for (const HeldSlice& slice : account.rights->held)
        if (can_be_spent(slice.lot, at)) sum += slice.lot.amount;
    if (rules.spend.offline != Offline::FloorLimit) return sum;
    const Points risk = worth_in_points(rules.spend.floor, rules) - account.rights->unbacked;
    return sum + std::max(kNoPoints, risk);
}

std::vector<RightSpend> spend_by_rights(Account& account, Points amount, Instant at) {
    std::vector<RightSpend> spends;
    if (account.rights) spends = spend_held(account, amount, at);
    for (const RightSpend& spend : spends) amount -= spend.lot.amount;
    for (const LotSpend& spend : take_from_lots(account, amount, at))
        spends.push_back({{}, {spend.taken, spend.lot.active, spend.lot.expires}});
    return spends;
}

}  // namespace kopilka
