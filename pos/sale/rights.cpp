#include "pos/sale/rights.h"

#include "pos/loyalty/lot.h"

#include <algorithm>

namespace kopilka {
namespace {

// The account's own lots follow what was spent out of a lease, so that nothing is taken twice.
void take_from_lot(Account& account, const Lot& lot, Points amount) {
    for (Lot& own : account.lots)
        if (is_same_lot(own, lot)) own.amount -= std::min(own.amount, amount);
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

Points held_now(const Account& account, Instant at) {
    Points sum;
    if (account.rights)
        for (const HeldSlice& slice : account.rights->held)
            if (can_be_spent(slice.lot, at)) sum += slice.lot.amount;
    return sum;
}

std::optional<Points> allowed_by_rights(const Account& account, const PointsRules& rules,
                                        Instant at, Points coming) {
    if (!account.rights) return std::nullopt;
    const Points sum = held_now(account, at) + coming;
    if (rules.spend.offline != Offline::FloorLimit) return sum;
    const Points risk = worth_in_points(rules.spend.floor, rules) - account.rights->unbacked;
    return sum + std::max(kNoPoints, risk);
}

std::vector<RightSpend> spend_by_rights(Account& account, Points amount, Instant at) {
    std::vector<RightSpend> spends;
    if (account.rights) spends = spend_held(account, amount, at);
    for (const RightSpend& spend : spends) amount -= spend.lot.amount;
    for (const Lot& slice : cut_slices(account.lots, amount, at)) spends.push_back({{}, slice});
    return spends;
}

}  // namespace kopilka
