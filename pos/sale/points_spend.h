// Points spent: how many the cashier may enter at most and why not more, what they pay, what offers
// that are bought with points cost, and, where the programme says so, the spreading of points over
// the lines as a discount.
#pragma once
#include "pos/sale/given.h"
#include "pos/sale/lanes.h"

#include <vector>

namespace kopilka {

struct PointsSpent {
    const Programme* programme = nullptr;
    PointsResult result;  // `earned` and `balance_after` are still to come
    Money worth;          // of the points redeemed
    std::vector<std::pair<OfferId, Points>> bought;  // what applied offers cost
};

// One entry for each programme whose points this member has or might earn, by programme id. The
// lanes stand after all offers; programmes with points_as = "discount" take off their sheet here.
std::vector<PointsSpent> spend_points(const Given& given, LanesResult& lanes);

// Redemptions, lot by lot; first what offers cost, then what pays.
void book_redemptions(const std::vector<PointsSpent>& spent, const Given& given,
                      std::vector<LedgerEntry>& ledger);

// The account that a tender draws on; nullptr for tenders that are money. A tender that names no
// programme means the first that holds money (cashback) or points (points).
const Programme* account_of(const Tender& tender, const Publication& publication);

// What the member of `given` has of this programme; empty for a stranger.
const Account& account_in(const Given& given, const ProgrammeId& programme);

}  // namespace kopilka
