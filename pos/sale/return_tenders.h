// The ways by which a return is paid back: money in the order of the settings or in proportion,
// onto certificates, into an account; points that paid as points.
#pragma once
#include "pos/sale/return_points.h"

namespace kopilka {

// Money adds up to `total`. `ledger`: of this return; money that goes into an account is added to
// it.
std::vector<Tender> tenders_back(const PointsReturn& about, Money total,
                                 std::vector<LedgerEntry>& ledger);

}  // namespace kopilka
