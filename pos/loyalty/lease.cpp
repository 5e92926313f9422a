#include "pos/loyalty/lease.h"

#include <algorithm>

namespace kopilka {

bool is_sound(const Lease& lease) {
    const auto lasts = [&](const Lot& slice) {
        return slice.amount > kNoPoints && end_of(slice).ms - lease.lent.ms >= lease.lasts_ms;
    };
    return !lease.slices.empty() && std::ranges::all_of(lease.slices, lasts) &&
           lease.lasts_ms > 0 && lease.purse.name.size() <= 64 &&
           !lease.id.asked.till.value.empty();
}

std::int64_t lasting_ms(std::span<const Lot> slices, Instant at, std::int64_t wished_ms) {
    std::int64_t lasts = wished_ms;
    for (const Lot& slice : slices) lasts = std::min(lasts, end_of(slice).ms - at.ms);
    return lasts;
}

std::int64_t since_ms(const AskedAt& asked, const HolderClock& clock) {
    const bool same_run = clock.now.run == asked.run;
    return std::max(
        {std::int64_t{0}, clock.now.at.ms - asked.at.ms,
         same_run ? clock.now.running_ms - asked.running_ms : clock.latest.ms - asked.at.ms});
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
