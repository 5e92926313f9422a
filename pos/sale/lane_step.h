// One offer's turn in a lane where offers compete: what it may use, and how often.
// Not here: what it takes off, which `propose` says when the step is carried out.
#pragma once
#include "pos/sale/proposal.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kopilka {

struct LaneStep {
    std::size_t contender = 0;
    std::vector<std::uint32_t> units;  // what it may use
    std::int64_t most = kAnyNumber;    // groups or picked units
};

}  // namespace kopilka
