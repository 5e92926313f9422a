// Forming groups of units: N for M, the cheapest free, bundles.
#pragma once
#include "pos/loyalty/reward.h"
#include "pos/sale/worksheet.h"

#include <cstdint>
#include <span>
#include <vector>

namespace kopilka {

struct GroupPlan {
    std::vector<std::uint32_t> used;
    std::vector<std::uint32_t> rewarded;  // among `used`
};
struct GroupPlans {
    std::vector<GroupPlan> groups;
    std::int64_t missing = 0;  // units lacking for the next group
};

// At most `most` groups out of the free units; equal prices are decided by content, never by the
// order of scanning.
GroupPlans form_groups(const Grouping& grouping, const Worksheet& sheet,
                       std::span<const std::uint32_t> free, std::int64_t most);

// The first `count` of units as the pick says: cheapest, dearest, first, last.
std::vector<std::uint32_t> pick_units(Pick which, std::int64_t count, const Worksheet& sheet,
                                      std::span<const std::uint32_t> units);

}  // namespace kopilka
