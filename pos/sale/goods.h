// One kind of goods as the catalogue knows it.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/money.h"
#include "pos/core/ratio.h"
#include "pos/core/text.h"

#include <cstdint>
#include <string>
#include <vector>

namespace kopilka {

enum class Measure : std::uint8_t { Piece, Weight };  // Weight: sold by the kilogram

struct Goods {
    Sku sku;
    Localized name;
    std::vector<std::string> barcodes;
    std::string item;                     // digits on 2x weighed labels; empty where not weighed
    std::vector<std::string> categories;  // most specific first
    std::string brand;
    std::vector<std::string> tags;
    std::string department;
    Money price;          // a piece, or a kilogram
    Money cost;           // zero: unknown
    Money minimum_price;  // zero: none
    BasisPoints tax_rate;
    Measure measure = Measure::Piece;
    std::uint8_t age_limit = 0;  // years; 0: none
    std::uint16_t button = 0;    // order among the product buttons; 0: no button
    bool already_reduced = false;
    bool marked = false;  // sold only by its DataMatrix
    bool operator==(const Goods&) const = default;
};

struct Category {
    std::string id;
    Localized name;
    std::uint32_t colour = 0;  // 0xRRGGBB
    bool operator==(const Category&) const = default;
};

}  // namespace kopilka
