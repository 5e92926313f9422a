#include "pos/sale/basket.h"

#include <algorithm>

namespace kopilka {

Money gross(const BasketLine& line) {
    return line.fixed_total ? *line.fixed_total
                            : extend(line.unit_price, line.quantity, Rounding::HalfUp);
}

Money gross(const Basket& basket) {
    Money sum;
    for (const BasketLine& line : basket.lines) sum += gross(line);
    return sum;
}

const BasketLine* find_line(const Basket& basket, LineId id) {
    const auto found = std::ranges::find(basket.lines, id, &BasketLine::id);
    return found == basket.lines.end() ? nullptr : &*found;
}

}  // namespace kopilka
