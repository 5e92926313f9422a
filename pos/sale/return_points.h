// Points of a receipt whose goods come back: what was earned goes back, what was spent comes back.
#pragma once
#include "pos/sale/remains.h"

namespace kopilka {

// The state of a receipt's points when the units of a set have come back, and before.
struct PointsReturn {
    const OriginalSale& original;
    const ReturnContext& context;
    const std::vector<UnitCost>& costs;
    const UnitSet& gone;
    const UnitSet& before;
};

UnitSet every_unit(const PointsReturn& about);
bool is_account(TenderKind kind);  // points and cashback: no money comes back

// Points that paid at the end, in money: of all programmes, and what has come back of it.
Money worth_paid(const Sale& sale, const ProgrammeId& programme);

// Of the points that paid (no offer's cost), how many of this programme have come back once these
// units have: in proportion to what those units cost that the points may pay for, or, for points
// spent as a discount, to what they took off.
Points spent_back(const PointsReturn& about, const UnitSet& gone, const ProgrammeId& programme);

// The entries of one return, numbered from 0: reversals of accruals, and redemptions undone, each
// in its lot or as a restored one.
std::vector<LedgerEntry> points_back(const PointsReturn& about);

}  // namespace kopilka
