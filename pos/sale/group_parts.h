// Group offers made ready for group_search.h: their units from the dearest on, and what each unit
// gains in each part of each offer.
#pragma once
#include "pos/sale/proposal.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace kopilka {

struct SearchPart {
    std::int64_t quantity = 1;
    std::int64_t rewarded = 0;
    bool first_rewarded = false;     // the dearest of a group are rewarded, else the cheapest
    std::int64_t most = 0;           // units at most, where groups are limited
    std::vector<std::int64_t> gain;  // by place: what a rewarded unit takes off; -1: not its goods
    bool even = true;                // gains descend: a group never gives more than its even share

    bool rewards(std::int64_t filled) const {
        const std::int64_t place = filled % quantity;
        return first_rewarded ? place < rewarded : place >= quantity - rewarded;
    }
    // What a unit stands for in its group at most, in parts of `quantity` of its gain.
    std::int64_t share() const { return even ? rewarded : rewarded > 0 ? quantity : 0; }
};

struct SearchGroup {
    std::size_t contender = 0;
    std::size_t first = 0;  // among the parts
    std::size_t count = 0;
    std::int64_t size = 0;   // units of a group
    std::int64_t bonus = 0;  // of a complete group, beyond what its units gain
    bool limited = false;
};

struct GroupParts {
    std::vector<std::uint32_t> units;  // the dearest first
    std::vector<SearchPart> parts;
    std::vector<SearchGroup> groups;
};

// `groups`: numbers of contenders. Nullopt where the worth of some is not a sum over its units.
// Offers that another makes needless are left out; those that share no goods stand apart.
std::optional<std::vector<GroupParts>> group_parts(std::span<const Contender> contenders,
                                                   std::span<const std::size_t> groups,
                                                   const LaneView& view);

}  // namespace kopilka
