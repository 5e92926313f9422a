#include "pos/core/ratio.h"

#include "pos/core/check.h"

#include <limits>

namespace kopilka {
namespace {

__extension__ using Int128 = __int128;

bool rounds_away(Int128 twice_rest, Int128 denominator, bool quotient_is_odd, Rounding rounding) {
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
    check(denominator > 0, "scale: the denominator must be positive");
    const Int128 product = static_cast<Int128>(value) * numerator;
    const bool negative = product < 0;
    const Int128 size = negative ? -product : product;
    Int128 quotient = size / denominator;
    const Int128 rest = size % denominator;
    if (rounds_away(rest * 2, denominator, (quotient & 1) != 0, rounding)) ++quotient;
    const Int128 result = negative ? -quotient : quotient;
    check(result >= std::numeric_limits<std::int64_t>::min() &&
              result <= std::numeric_limits<std::int64_t>::max(),
          "scale: the result does not fit 64 bits");
    return static_cast<std::int64_t>(result);
}

}  // namespace kopilka
