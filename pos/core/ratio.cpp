#include "pos/core/ratio.h"

#include "pos/core/check.h"

#include <limits>

namespace kopilka {
namespace {

bool rounds_away(Wide twice_rest, Wide denominator, bool quotient_is_odd, Rounding rounding) {
    switch (rounding) {
        case Rounding::HalfUp: return twice_rest >= denominator;
        case Rounding::HalfEven:
            return twice_rest > denominator || (twice_rest == denominator && quotient_is_odd);
        case Rounding::HalfDown: return twice_rest > denominator;
        case Rounding::Down: return false;
        case Rounding::Up: return twice_rest > 0;
    }
    unreachable("a rounding mode nobody named");
}

}  // namespace

std::int64_t scale(std::int64_t value, std::int64_t numerator, std::int64_t denominator,
                   Rounding rounding) {
    return divide(static_cast<Wide>(value) * numerator, denominator, rounding);
}

std::int64_t divide(Wide value, Wide denominator, Rounding rounding) {
    check(denominator > 0, "a sum is divided by something positive");
    const bool negative = value < 0;
    const Wide size = negative ? -value : value;
    constexpr Wide kNarrow = std::numeric_limits<std::int64_t>::max();
    Wide quotient = 0, rest = 0;
    if (size <= kNarrow && denominator <= kNarrow) {  // the usual case, several times faster
        quotient = static_cast<std::int64_t>(size) / static_cast<std::int64_t>(denominator);
        rest = static_cast<std::int64_t>(size) % static_cast<std::int64_t>(denominator);
    } else {
        quotient = size / denominator;
        rest = size % denominator;
    }
    if (rounds_away(rest * 2, denominator, (quotient & 1) != 0, rounding)) ++quotient;
    const Wide result = negative ? -quotient : quotient;
    check(result >= std::numeric_limits<std::int64_t>::min() &&
              result <= std::numeric_limits<std::int64_t>::max(),
          "the result does not fit 64 bits");
    return static_cast<std::int64_t>(result);
}

}  // namespace kopilka
