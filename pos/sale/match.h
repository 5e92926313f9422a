// Which goods a filter means, and which offers a basket concerns.
#pragma once
#include "pos/sale/given.h"
#include "pos/sale/worksheet.h"

#include <cstdint>
#include <vector>

namespace kopilka {

bool fits(const GoodsFilter& goods, const BasketLine& line);
// The units that a filter means, gifts left out.
std::vector<std::uint32_t> units_of(const GoodsFilter& goods, const Worksheet& sheet);

// Numbers in Publication::offers, ascending: those that the index finds by goods and codes, and
// those that concern every basket.
std::vector<std::uint32_t> touched_offers(const Given& given);

}  // namespace kopilka
