// From what became of each offer to explanations, in the order in which they are worth reading.
#pragma once
#include "pos/sale/lanes.h"
#include "pos/sale/points_earn.h"

#include <vector>

namespace kopilka {

// Applied in order of application; then the nearest missing, limits, losers, and what nobody can
// change today. An offer that a cap or floor held back has two: what it gave, and what not.
// Into `explanations`, whatever they said before.
void explain_all(std::vector<Explanation>& explanations, const LanesResult& lanes,
                 const std::vector<PointsEarned>& earned);

}  // namespace kopilka
