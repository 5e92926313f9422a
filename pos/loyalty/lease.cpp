#include "pos/loyalty/lease.h"

#include <algorithm>
#include <limits>

namespace kopilka {
namespace {

std::int64_t end_of(const Lot& lot) {
    return lot.expires ? lot.expires->ms : std::numeric_limits<std::int64_t>::max();
}

bool is_alive(const Lot& lot, Instant at) {
    return lot.amount > kNoPoints && lot.active <= at && end_of(lot) > at.ms;
}

bool is_same_lot(const Lot& one, const Lot& other) {
    return one.active == other.active && one.expires == other.expires;
}

}  // namespace

Points sum_of(std::span<const Lot> slices) {
    Points sum;
    for (const Lot& slice : slices) sum += slice.amount;
    return sum;
}

bool is_sound(const Lease& lease) {
    const auto lasts = [&](const Lot& slice) {
        return slice.amount > kNoPoints && end_of(slice) - lease.lent.ms >= lease.lasts_ms;
    };
    return !lease.slices.empty() && std::ranges::all_of(lease.slices, lasts) &&
           lease.lasts_ms > 0 && lease.purse.name.size() <= 64 &&
           !lease.id.asked.till.value.empty();
}

std::vector<Lot> cut_slices(std::vector<Lot>& free, Points most, Instant at) {
    std::vector<Lot*> lots;
    for (Lot& lot : free)
        if (is_alive(lot, at)) lots.push_back(&lot);
    std::ranges::stable_sort(lots, [](const Lot* one, const Lot* other) {
        return std::pair(end_of(*one), one->active) < std::pair(end_of(*other), other->active);
    });
    std::vector<Lot> slices;
    for (Lot* lot : lots) {
        const Points amount = std::min(lot->amount, most);
        if (amount <= kNoPoints) break;
        slices.push_back({amount, lot->active, lot->expires});
        lot->amount -= amount;
        most -= amount;
    }
    return slices;
}

std::int64_t lasting_ms(std::span<const Lot> slices, Instant at, std::int64_t wished_ms) {
    std::int64_t lasts = wished_ms;
    for (const Lot& slice : slices) lasts = std::min(lasts, end_of(slice) - at.ms);
    return lasts;
}

bool take_out(std::vector<Lot>& slices, const Lot& lot, Points amount) {
    const auto slice = std::ranges::find_if(
        slices, [&](const Lot& one) { return is_same_lot(one, lot) && one.amount >= amount; });
    if (amount <= kNoPoints || slice == slices.end()) return false;
    slice->amount -= amount;
    if (slice->amount.is_zero()) slices.erase(slice);
    return true;
}

std::int64_t since_ms(const AskedAt& asked, const HolderClock& clock) {
    const bool same_run = clock.now.run == asked.run;
    return std::max({std::int64_t{0}, clock.now.at.ms - asked.at.ms, clock.latest.ms - asked.at.ms,
                     same_run ? clock.now.running_ms - asked.running_ms : 0});
}

bool is_over(const Lease& lease, const AskedAt& asked, const HolderClock& clock) {
    return since_ms(asked, clock) >= lease.lasts_ms - margin_ms(lease.lasts_ms);
}

bool is_turned_back(const HolderClock& clock) { return clock.now.at < clock.latest; }

LeaseState state_of(LeaseState kept, Instant ends, Instant now) {
    return kept == LeaseState::Lent && now >= ends ? LeaseState::InDoubt : kept;
}

std::vector<Lot> free_of(std::vector<Lot> lots, std::span<const LentLease> leases) {
    Points lent;  // of lots that are not there as they were
    for (const LentLease& lease : leases) {
        if (lease.state == LeaseState::Ended || lease.state == LeaseState::Lost) continue;
        for (const Lot& slice : lease.left) {
            Points amount = slice.amount;
            for (Lot& lot : lots) {
                if (!is_same_lot(lot, slice)) continue;
                const Points taken = std::min(lot.amount, amount);
                lot.amount -= taken;
                amount -= taken;
            }
            lent += amount;
        }
    }
    std::ranges::stable_sort(lots, {}, end_of);
    for (Lot& lot : lots) {
        const Points taken = std::min(lot.amount, lent);
        lot.amount -= taken;
        lent -= taken;
    }
    std::erase_if(lots, [](const Lot& lot) { return lot.amount.is_zero(); });
    return lots;
}

std::vector<LeaseId> to_ask_back(std::span<const LentLease> leases, Points lacking,
                                 const TillId& but, Instant now) {
    std::vector<const LentLease*> ahead;
    for (const LentLease& lease : leases) {
        const bool open = state_of(lease.state, lease.ends, now) == LeaseState::Lent;
        if (!open || lease.lease.use != LeaseFor::Visits || lease.holder == but) continue;
        if (lease.asked_back)
            lacking -= sum_of(lease.left);  // on its way
        else
            ahead.push_back(&lease);
    }
    std::ranges::stable_sort(ahead, std::greater(),
                             [](const LentLease* lease) { return sum_of(lease->left); });
    std::vector<LeaseId> ids;
    for (const LentLease* lease : ahead) {
        if (lacking <= kNoPoints) break;
        ids.push_back(lease->lease.id);
        lacking -= sum_of(lease->left);
    }
    return ids;
}

}  // namespace kopilka
