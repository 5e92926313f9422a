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
// part cannot take moves to the others. Each share is rounded by `shares`; what is then missing or
// too much is put right where `remainder` says. Worked: 100 over weights 1, 1, 1 = 34, 33, 33; 200
// with shares rounded half up = 67, 67, 67, of which the first gives one back: 66, 67, 67.
std::vector<std::int64_t> spread(std::int64_t total, std::span<const SpreadPart> parts,
                                 Remainder remainder = Remainder::Largest,
                                 Rounding shares = Rounding::Down);
// The same into `given`, as long as `parts`.
void spread_into(std::span<std::int64_t> given, std::int64_t total,
                 std::span<const SpreadPart> parts, Remainder remainder = Remainder::Largest,
                 Rounding shares = Rounding::Down);

}  // namespace kopilka
