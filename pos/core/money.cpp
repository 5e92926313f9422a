#include "pos/core/money.h"

#include "pos/core/check.h"

#include <cctype>

namespace kopilka {
namespace {

// Digits with at most `decimals` after a point, as a count of the smallest unit.
std::optional<std::int64_t> parse_decimal(std::string_view text, int decimals) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.empty() || text.front() == '.' || text.back() == '.') return std::nullopt;
    std::int64_t count = 0;
    int after_point = -1;
    for (const char c : text) {
        if (c == '.' && after_point < 0) {
            after_point = 0;
            continue;
        }
        if (c < '0' || c > '9') return std::nullopt;
        if (after_point >= 0 && ++after_point > decimals) return std::nullopt;
        if (__builtin_mul_overflow(count, 10, &count) ||
            __builtin_add_overflow(count, c - '0', &count))
            return std::nullopt;
    }
    for (int i = after_point < 0 ? 0 : after_point; i < decimals; ++i)
        if (__builtin_mul_overflow(count, 10, &count)) return std::nullopt;
    return negative ? -count : count;
}

std::string write_decimal(std::int64_t count, int decimals, bool keep_zeros) {
    const bool negative = count < 0;
    std::string digits = std::to_string(count);
    if (negative) digits.erase(0, 1);
    const auto places = static_cast<std::size_t>(decimals);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, ".");
    if (!keep_zeros) {
        while (digits.back() == '0') digits.pop_back();
        if (digits.back() == '.') digits.pop_back();
    }
    return negative ? "-" + digits : digits;
}

template <typename T>
std::optional<T> wrap(std::optional<std::int64_t> count) {
    return count ? std::optional(T::of(*count)) : std::nullopt;
}

}  // namespace

std::optional<Money> parse_money(std::string_view text) {
    return wrap<Money>(parse_decimal(text, 2));
}
std::optional<Points> parse_points(std::string_view text) {
    return wrap<Points>(parse_decimal(text, 2));
}
std::optional<Quantity> parse_quantity(std::string_view text) {
    return wrap<Quantity>(parse_decimal(text, 3));
}
std::string to_string(Money money) { return write_decimal(money.count(), 2, true); }
std::string to_string(Points points) { return write_decimal(points.count(), 2, false); }
std::string to_string(Quantity quantity) { return write_decimal(quantity.count(), 3, false); }

Money extend(Money unit_price, Quantity quantity, Rounding rounding) {
    return Money::of(scale(unit_price.count(), quantity.count(), kOneUnit.count(), rounding));
}

Money share(Money amount, BasisPoints rate, Rounding rounding) {
    return Money::of(scale(amount.count(), rate.value, BasisPoints::kWhole, rounding));
}

}  // namespace kopilka
