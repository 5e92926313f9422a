// The basket: what is being bought, at which prices before offers. No discounts here: those are
// computed from it (price.h) at each change.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/money.h"
#include "pos/core/ratio.h"
#include "pos/core/text.h"

#include <optional>
#include <string>
#include <vector>

namespace kopilka {

struct BasketLine {
    LineId id;  // ascending; offers' "first" and "last" mean this order
    Sku sku;
    Localized name;
    Quantity quantity = kOneUnit;
    Money unit_price;  // a piece or a kilogram, as sold: after a manual price
    // 2x labels that carry a price: the line costs exactly this; unit_price and quantity are for
    // show.
    std::optional<Money> fixed_total;
    std::vector<std::string> categories;
    std::string brand;
    std::vector<std::string> tags;
    BasisPoints tax_rate;
    Money cost;           // zero: unknown
    Money minimum_price;  // a unit; zero: none
    bool already_reduced = false;
    bool weighed = false;
    // By hand, within the role's limit; taken before any offer.
    Money manual_discount;                 // of the whole line
    std::optional<Money> catalogue_price;  // set where unit_price was keyed by hand
    CashierId approved_by;                 // who allowed it; empty where nobody had to
    std::string serial;                    // marked goods; compared on return
    std::string marking;                   // the whole DataMatrix as read
    std::string department;
    std::uint8_t age_limit = 0;
    bool operator==(const BasketLine&) const = default;
};

// unit_price × quantity (half up) or fixed_total, before manual discount and offers.
Money gross(const BasketLine& line);

struct Basket {
    std::vector<BasketLine> lines;   // ascending id
    std::vector<std::string> codes;  // promo codes and coupons, in the order entered, no repeats
    LineId next_line{1};
    bool operator==(const Basket&) const = default;
};

Money gross(const Basket& basket);
const BasketLine* find_line(const Basket& basket, LineId id);

}  // namespace kopilka
