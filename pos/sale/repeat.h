// How often an offer gives: once for each full sum spent on its goods, or each so many of them.
#pragma once
#include "pos/sale/conditions.h"

#include <span>

namespace kopilka {

struct Times {
    std::int64_t times = 1;
    Verdict missing;  // where it is not even once: how far it is
};

// 1 for an offer without `for_each`; at most its limit per receipt.
Times times_of(const Offer& offer, const Worksheet& sheet, std::span<const std::uint32_t> units);

// The same for each kind of goods by itself.
struct SkuTimes {
    const Sku* sku = nullptr;
    std::int64_t times = 0;
};
std::vector<SkuTimes> times_by_sku(const Offer& offer, const Worksheet& sheet,
                                   std::span<const std::uint32_t> units);

}  // namespace kopilka
