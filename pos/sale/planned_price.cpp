#include "pos/sale/planned_price.h"

namespace kopilka {

std::int64_t on_the_clock(LocalTime time) {
    return time.instant.ms + std::int64_t{time.offset_minutes} * 60'000;
}

Money price_at(LocalTime time, Money before, std::span<const PlannedPrice> planned) {
    Money price = before;
    for (const PlannedPrice& next : planned)
        if (next.from <= on_the_clock(time)) price = next.price;
    return price;
}

}  // namespace kopilka
