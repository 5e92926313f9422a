// The shop as it would be if what an explanation says is missing were there: goods added for
// exactly that much; the clock, the level, a counter, the way of paying moved by exactly that
// distance.
#pragma once
#include "tests/sale/pricing_kit.h"

#include <optional>

namespace kopilka {

// By how much the distance is missed on purpose: not at all, or by the smallest step.
enum class Aim { Exactly, JustShort };

// nullopt where nothing can be moved: no distance is said ("has ended", "needs a code"), or a step
// short makes no sense (a name, the first piece of some goods).
std::optional<Shop> moved(const Shop& shop, const Explanation& missing, Aim aim);

// Of a level that is missing, and what is lacking to it: the member's past with that much in it.
// nullopt where nothing is said to be lacking, or where only the office promotes.
std::optional<Shop> risen(const Shop& shop, const Explanation& missing, Aim aim);

}  // namespace kopilka
