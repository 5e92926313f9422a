// Which units of a receipt share its points, and by what: what a unit weighs in a sum that all of
// them share.
#pragma once
#include "pos/sale/return_points.h"

#include <vector>

namespace kopilka {

using Weights = std::vector<std::int64_t>;  // one for each of PointsReturn::costs

Weights by_cost(const PointsReturn& about);
// What an offer, or points as a discount, took off.
Weights by_saving(const PointsReturn& about, const OfferId& offer);
// Goods that these points may pay for, by what was paid for them.
Weights by_payable(const PointsReturn& about, const ProgrammeId& programme);
// Goods that earned by the rule of this accrual, by what each of them earned: in pieces or in
// money, multiplied.
Weights by_rule(const PointsReturn& about, const LedgerEntry& accrual);

// The rules that the receipt was priced with; nullptr where nobody knows.
const PointsRules* rules_of(const ReturnContext& context, const ProgrammeId& id);
const PricedLine& line_of(const Sale& sale, LineId id);

}  // namespace kopilka
