// Exact arithmetic on integers with a named rounding. No float anywhere: 128-bit intermediates.
#pragma once
#include <compare>
#include <cstdint>

namespace kopilka {

__extension__ using Wide = __int128;  // for sums of products of sums of money

// All modes are symmetric about zero ("down" is towards zero), so a return mirrors its sale.
enum class Rounding : std::uint8_t { HalfUp, HalfEven, HalfDown, Down, Up };

// value × numerator / denominator, rounded once. denominator > 0; the result must fit 64 bits
// (checked). Worked: scale(333, 5, 100, HalfUp) = 17 (16.65); HalfDown of 16.5 = 16; HalfEven
// of 16.5 = 16.
std::int64_t scale(std::int64_t value, std::int64_t numerator, std::int64_t denominator,
                   Rounding rounding);

// value / denominator, rounded once; the same rules.
std::int64_t divide(Wide value, Wide denominator, Rounding rounding);

// A percentage in basis points: 5 % = 500. May be negative or above 100 % where the caller allows.
struct BasisPoints {
    std::int64_t value = 0;
    static constexpr std::int64_t kWhole = 10'000;
    static constexpr BasisPoints percent(std::int64_t n) { return {n * 100}; }
    auto operator<=>(const BasisPoints&) const = default;
};

}  // namespace kopilka
