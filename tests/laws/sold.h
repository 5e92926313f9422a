// A random purchase as a sale of the past, and goods of it that come back.
#pragma once
#include "pos/sale/return.h"
#include "tests/laws/random_shop.h"

#include <vector>

namespace kopilka::laws {

Sale sold(const RandomShop& shop);
std::vector<UnitRef> units_of(const Sale& sale);
// Some of the units, taken out.
std::vector<UnitRef> some_of(std::vector<UnitRef>& units, Dice& dice);

}  // namespace kopilka::laws
