// Which goods an offer speaks of. Matching against a basket line is pos/sale/match.
#pragma once
#include "pos/core/money.h"

#include <optional>
#include <string>
#include <vector>

namespace kopilka {

// Every key that is set must fit; within one key, one of its values is enough. An empty filter fits
// all goods. `except`: goods that fit one of these are left out.
struct GoodsFilter {
    std::vector<std::string> skus;
    std::vector<std::string> categories;
    std::vector<std::string> brands;
    std::vector<std::string> tags;
    std::optional<Money> price_from;  // unit price before offers, inclusive
    std::optional<Money> price_to;    // inclusive
    // The line of the receipt as a whole, before offers.
    std::optional<Quantity> line_quantity_from;
    std::optional<Quantity> line_quantity_to;
    std::optional<Money> line_amount_from;
    std::optional<Money> line_amount_to;
    std::optional<bool> already_reduced;  // true: only reduced goods; false: only others
    std::vector<GoodsFilter> except;
    bool operator==(const GoodsFilter&) const = default;

    bool fits_all() const { return *this == GoodsFilter{}; }
    // Names goods (skus, categories, brands or tags), so that an index can find its offers.
    bool names_goods() const {
        return !skus.empty() || !categories.empty() || !brands.empty() || !tags.empty();
    }
};

}  // namespace kopilka
