// Which goods a filter means, and which offers a basket concerns.
#pragma once
#include "pos/sale/given.h"
#include "pos/sale/worksheet.h"

#include <cstdint>
#include <span>
#include <vector>

namespace kopilka {

bool fits(const GoodsFilter& goods, const BasketLine& line);
// The units that a filter means, gifts left out.
std::vector<std::uint32_t> units_of(const GoodsFilter& goods, const Worksheet& sheet);

// An offer that the basket concerns.
struct TouchedOffer {
    std::uint32_t number = 0;  // in Publication::offers
    // Where the index knows its goods: these of TouchedOffers::lines.
    bool lines_known = false;
    std::uint32_t first_line = 0;
    std::uint32_t line_count = 0;
};
struct TouchedOffers {
    std::vector<TouchedOffer> offers;  // ascending by number
    std::vector<std::uint32_t> lines;  // of the basket, by place
    std::span<const std::uint32_t> lines_of(const TouchedOffer& offer) const {
        return std::span(lines).subspan(offer.first_line, offer.line_count);
    }
};
// Those that the index finds by goods and codes, and those that concern every basket.
TouchedOffers touched_offers(const Given& given);
TouchedOffers every_offer(const Given& given);

}  // namespace kopilka
