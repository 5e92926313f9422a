// Why an offer that would have taken something off did not: who has its goods, and how much more
// they gained.
#pragma once
#include "pos/sale/lanes.h"

#include <span>

namespace kopilka {

struct LaneWinners {
    std::span<const Offer* const> by_unit;  // nullptr: nobody
    std::span<const std::int64_t> won;      // by unit: taken off in this lane
};

// Of one lane. `results` and `contenders` stand in the order of the publication.
void explain_losses(std::span<OfferResult> results, std::span<const Contender> contenders,
                    const LaneWinners& winners);

}  // namespace kopilka
