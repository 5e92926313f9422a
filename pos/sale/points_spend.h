// Points spent: how many the cashier may enter at most and why not more, what they pay, and, where
// the programme says so, their spreading over the lines as a discount.
#pragma once
#include "pos/sale/given.h"
#include "pos/sale/worksheet.h"

#include <vector>

namespace kopilka {

struct PointsSpent {
    const Programme* programme = nullptr;
    PointsResult result;  // `earned` and `balance_after` are still to come
    Money worth;          // of the points redeemed
};

// One entry for each programme whose points this member has or might earn, by programme id. The
// sheet stands after all offers; programmes with points_as = "discount" take off it here.
std::vector<PointsSpent> spend_points(const Given& given, Worksheet& sheet);

// Redemptions, lot by lot.
void book_redemptions(const std::vector<PointsSpent>& spent, const Given& given,
                      std::vector<LedgerEntry>& ledger);

// The account that a tender draws on; nullptr for tenders that are money.
const Programme* account_of(const Tender& tender, const Publication& publication);

}  // namespace kopilka
