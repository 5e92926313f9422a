// Points earned: each rule on what its goods really cost, multipliers, rounding, caps; then their
// lots.
#pragma once
#include "pos/sale/lanes.h"
#include "pos/sale/points_spend.h"

#include <vector>

namespace kopilka {

struct PointsEarned {
    ProgrammeId programme;
    OfferId rule;
    Points points;
    Points not_given = {};                 // kept back by caps
    std::optional<MemberId> member = {};  // not the buyer: who brought the buyer
};

// The sheet stands after offers and after points taken as a discount. Goods that were given free
// earn nothing.
std::vector<PointsEarned> earn_points(const LanesResult& lanes, const Given& given,
                                      const std::vector<PointsSpent>& spent);

// By how much points of this programme are multiplied on each unit of the sheet, in basis points;
// none where no applied offer multiplies them.
std::vector<std::int64_t> points_multiplied(const Programme& programme, const LanesResult& lanes);

// Accruals with their lots, and the prolongation of older ones; fills in `earned` and
// `balance_after`.
void book_accruals(const std::vector<PointsEarned>& earned, const Given& given,
                   std::vector<PointsSpent>& spent, std::vector<LedgerEntry>& ledger);

}  // namespace kopilka
