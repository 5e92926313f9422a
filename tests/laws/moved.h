// The shop as it would be if what an explanation says is missing were there: goods added for
// exactly that much, the clock, the tier, a counter moved by exactly that distance.
#pragma once
#include "tests/laws/random_shop.h"

#include <optional>

namespace kopilka::laws {

// By how much the distance is missed on purpose: not at all, or by the smallest step.
enum class Aim { Exactly, JustShort };

// nullopt where nothing can be moved: no distance is said ("has ended", "needs a code"), or a step
// short makes no sense (a name, a moment).
std::optional<RandomShop> moved(const RandomShop& shop, const Explanation& missing, Aim aim);

}  // namespace kopilka::laws
