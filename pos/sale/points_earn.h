// Points earned: each rule on what its goods really cost, multipliers, one rounding for each rule
// and receipt.
#pragma once
#include "pos/sale/lanes.h"
#include "pos/sale/points_spend.h"

#include <vector>

namespace kopilka {

struct PointsEarned {
    ProgrammeId programme;
    OfferId rule;
    Points points;
};

// The sheet stands after offers and after points taken as a discount. Goods that were given free
// earn nothing.
std::vector<PointsEarned> earn_points(const LanesResult& lanes,
                                      const std::vector<PointsSpent>& spent);

// Accruals with their lots; fills in `earned` and `balance_after`.
void book_accruals(const std::vector<PointsEarned>& earned, const Given& given,
                   std::vector<PointsSpent>& spent, std::vector<LedgerEntry>& ledger);

}  // namespace kopilka
