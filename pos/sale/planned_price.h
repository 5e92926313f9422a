// Prices that goods will have, each from a moment of the shop's own clock on: a till that knows
// them ahead changes them at that moment without asking anybody.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/money.h"
#include "pos/core/time.h"

#include <cstdint>
#include <span>
#include <vector>

namespace kopilka {

struct PlannedPrice {
    std::int64_t from = 0;  // on_the_clock(): midnight is each shop's own
    Money price;            // ≥ 0
    bool operator==(const PlannedPrice&) const = default;
};

// All that are planned for one kind of goods, ascending.
struct PlannedPrices {
    Sku sku;
    std::vector<PlannedPrice> prices;
    bool operator==(const PlannedPrices&) const = default;
};

// Milliseconds that the shop's clock counts since it showed 1970-01-01T00:00.
std::int64_t on_the_clock(LocalTime time);

// Of the last one that has begun; `before`: while none has.
Money price_at(LocalTime time, Money before, std::span<const PlannedPrice> planned);

}  // namespace kopilka
