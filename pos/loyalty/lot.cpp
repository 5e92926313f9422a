#include "pos/loyalty/lot.h"

#include <algorithm>
#include <utility>

namespace kopilka {

bool can_be_spent(const Lot& lot, Instant at) {
    return lot.amount > kNoPoints && lot.active <= at && !is_over(lot, at);
}

bool is_same_lot(const Lot& one, const Lot& other) {
    return one.active == other.active && one.expires == other.expires;
}

bool is_spent_before(const Lot& one, const Lot& other) {
    return std::pair(end_of(one), one.active) < std::pair(end_of(other), other.active);
}

Points sum_of(std::span<const Lot> lots) {
    Points sum;
    for (const Lot& lot : lots) sum += lot.amount;
    return sum;
}

std::vector<Lot> cut_slices(std::vector<Lot>& lots, Points most, Instant at) {
    std::vector<Lot*> in_order;
    for (Lot& lot : lots)
        if (can_be_spent(lot, at)) in_order.push_back(&lot);
    std::ranges::stable_sort(in_order, is_spent_before, [](Lot* lot) -> Lot& { return *lot; });
    std::vector<Lot> slices;
    for (Lot* lot : in_order) {
        const Points amount = std::min(lot->amount, most);
        if (amount <= kNoPoints) break;
        slices.push_back({amount, lot->active, lot->expires});
        lot->amount -= amount;
        most -= amount;
    }
    return slices;
}

bool take_out(std::vector<Lot>& lots, const Lot& lot, Points amount) {
    const auto own = std::ranges::find_if(
        lots, [&](const Lot& one) { return is_same_lot(one, lot) && one.amount >= amount; });
    if (amount <= kNoPoints || own == lots.end()) return false;
    own->amount -= amount;
    if (own->amount.is_zero()) lots.erase(own);
    return true;
}

}  // namespace kopilka
