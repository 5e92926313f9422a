// Offers that may stand together in a lane: which has which units, so that all together give the
// most. It knows whether everything was tried.
// Not here: which offers may stand together (lane_search).
#pragma once
#include "pos/sale/lane_step.h"

#include <span>
#include <vector>

namespace kopilka {

struct SetChoice {
    std::vector<LaneStep> steps;  // to be applied in this order
    bool approximate = false;
};

// `in_play`: by contender, ≠ 0 where it plays. Each proposal looked at is taken off `work`; below
// zero the answer is a greedy one.
SetChoice search_set(std::span<const Contender> contenders, const std::vector<char>& in_play,
                     const LaneView& view, int& work);

}  // namespace kopilka
