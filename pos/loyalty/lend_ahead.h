// Which tills and store servers should hold rights to a member's points before the member comes:
// those of the stores the member visits, the most visited first, each as much as the member usually
// spends at once. Pure; this is the one place that says how much is lent ahead.
#pragma once
#include "pos/loyalty/person.h"

#include <span>
#include <vector>

namespace kopilka {

struct AheadHolder {
    TillId holder;
    StoreId store;
    Points held;  // of this account already
    bool operator==(const AheadHolder&) const = default;
};
struct AheadShare {
    TillId holder;
    Points more;  // to lend to it now, in whole points
    bool operator==(const AheadShare&) const = default;
};
struct AheadShares {
    std::vector<AheadShare> lacking;
    // Who hold twice what they should: to be asked back where nothing is free for those above.
    std::vector<TillId> holding_much;
    bool operator==(const AheadShares&) const = default;
};
// `all`: what the account has to spend, lent or not. `usual`: what is spent at once, at most; zero:
// not known, then everything. A small difference is not worth a lease.
// Worked: 300 points, usual 100, home store with two tills, another store with one: 125 each for
// the two, 50 for the other.
AheadShares shares_ahead(Points all, Points usual, const Member& member, Date today,
                         std::span<const AheadHolder> holders);

// A visit to a store, and what was spent then of each programme: for the next time.
void note_visit(Member& member, const StoreId& store, Date day,
                const std::map<ProgrammeId, Points>& spent);
// Of another card of the same person.
void add_visits(Member& to, const Member& from);

}  // namespace kopilka
