// Spreading a sum over parts so that not a kopeck is lost: proportional to weights, nobody beyond
// what it can take, the remainder where the policy says.
#pragma once
#include "pos/loyalty/reward.h"

#include <cstdint>
#include <span>
#include <vector>

namespace kopilka {

struct SpreadPart {
    std::int64_t weight = 0;    // ≥ 0; all zero: evenly
    std::int64_t capacity = 0;  // ≥ 0: the most this part takes
    std::uint32_t rank = 0;     // decides between equal remainders; lower first
};

// Shares of `total` (≥ 0), one for each part, in the order of the parts ("first" and "last" mean
// that order). They add up to `total`, or to the sum of capacities where that is less: what one
// part cannot take moves to the others. Worked: 100 over weights 1, 1, 1 = 34, 33, 33.
std::vector<std::int64_t> spread(std::int64_t total, std::span<const SpreadPart> parts,
                                 Remainder remainder = Remainder::Largest);

}  // namespace kopilka
