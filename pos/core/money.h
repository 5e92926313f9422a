// Money, Points and Quantity: three integers that cannot be mistaken for each other.
// Arithmetic is checked for overflow; every rounding is named by the caller (ratio.h).
// Not here: currencies and how a language writes a sum (text.h).
#pragma once
#include "pos/core/check.h"
#include "pos/core/ratio.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kopilka {

// Sums, differences and multiples of a whole number of the smallest unit.
template <typename Tag>
class Amount {
public:
    constexpr Amount() = default;
    static constexpr Amount of(std::int64_t smallest_units) { return Amount(smallest_units); }
    constexpr std::int64_t count() const { return count_; }

    Amount operator+(Amount other) const {
        std::int64_t sum = 0;
        check(!__builtin_add_overflow(count_, other.count_, &sum), kOverflow);
        return Amount(sum);
    }
    Amount operator-(Amount other) const {
        std::int64_t difference = 0;
        check(!__builtin_sub_overflow(count_, other.count_, &difference), kOverflow);
        return Amount(difference);
    }
    Amount operator-() const { return Amount() - *this; }
    Amount operator*(std::int64_t n) const {
        std::int64_t product = 0;
        check(!__builtin_mul_overflow(count_, n, &product), kOverflow);
        return Amount(product);
    }
    Amount& operator+=(Amount other) { return *this = *this + other; }
    Amount& operator-=(Amount other) { return *this = *this - other; }
    constexpr auto operator<=>(const Amount&) const = default;
    constexpr bool is_zero() const { return count_ == 0; }

private:
    static constexpr std::string_view kOverflow = "an amount overflowed";
    constexpr explicit Amount(std::int64_t count) : count_(count) {}
    std::int64_t count_ = 0;
};

using Money = Amount<struct MoneyTag>;        // minor units: kopecks, cents (two decimals)
using Points = Amount<struct PointsTag>;      // hundredths of a point
using Quantity = Amount<struct QuantityTag>;  // thousandths: 1 piece = 1000, 0.350 kg = 350

constexpr Money kNoMoney{};
constexpr Points kNoPoints{};
constexpr Quantity kOneUnit = Quantity::of(1000);

constexpr Quantity units(std::int64_t n) { return Quantity::of(n * 1000); }
constexpr bool is_whole(Quantity quantity) { return quantity.count() % 1000 == 0; }

// Decimal strings as JSON and TOML carry them: "320.00", "-0.50", "12.5", "0.350". Parsing refuses
// signs other than one leading '-', more decimals than the type has, and what overflows.
std::optional<Money> parse_money(std::string_view text);
std::optional<Points> parse_points(std::string_view text);
std::optional<Quantity> parse_quantity(std::string_view text);
std::string to_string(Money money);        // always two decimals: "864.00"
std::string to_string(Points points);      // no trailing zeros: "12.5", "250"
std::string to_string(Quantity quantity);  // no trailing zeros: "2", "0.35"

// unit price × quantity, rounded to the minor unit. 0.350 kg at 199.90 = 69.97 (HalfUp of 69.965).
Money extend(Money unit_price, Quantity quantity, Rounding rounding);
// `rate` of the amount. 5 % of 3.33 = 0.17 (HalfUp).
Money share(Money amount, BasisPoints rate, Rounding rounding);

}  // namespace kopilka
