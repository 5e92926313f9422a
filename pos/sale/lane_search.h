// Inside a lane where offers compete for the customer's good: which offer serves which units.
// Exact while the work stays within a bound; past it a deterministic, greedy answer that says so.
#pragma once
#include "pos/sale/lane_step.h"

#include <span>
#include <vector>

namespace kopilka {

// Proposals looked at before the search gives up being exact.
constexpr int kSearchWork = 2000;

struct LaneChoice {
    std::vector<LaneStep> steps;  // applied in this order
    std::int64_t total = 0;       // money off, to the minor unit
    bool approximate = false;
    std::vector<Proposal> proposals;  // as applied, beside their steps
    Worksheet sheet;                  // after them
};

// Contenders stand in the order that decides between equals: larger priority, then id. Offers that
// exclude each other, or that are exclusive in the lane, are never chosen together.
LaneChoice best_choice(std::span<const Contender> contenders, const LaneView& view);

}  // namespace kopilka
