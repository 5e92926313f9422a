#include "pos/scan/phone.h"

#include "pos/scan/check_digits.h"

namespace kopilka {
namespace {

constexpr std::size_t kRussianDigits = 10;  // after the country code 7

bool is_area_code(char first) {
    return first == '3' || first == '4' || first == '8' || first == '9';
}

// The digits alone; nullopt if there is anything but digits and the usual separators.
std::optional<std::string> bare_digits(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (std::string_view(" -().").find(c) == std::string_view::npos)
            return std::nullopt;
    }
    return digits;
}

std::optional<std::string> international(const std::string& digits) {
    if (digits.size() < 8 || digits.size() > 15 || digits[0] == '0') return std::nullopt;
    if (digits[0] == '7' && digits.size() != kRussianDigits + 1) return std::nullopt;
    return "+" + digits;
}

std::optional<std::string> domestic(std::string digits) {
    if (digits.size() == kRussianDigits + 1 && (digits[0] == '8' || digits[0] == '7'))
        digits.erase(0, 1);
    if (digits.size() != kRussianDigits || !is_area_code(digits[0])) return std::nullopt;
    return "+7" + digits;
}

}  // namespace

std::optional<std::string> parse_phone(std::string_view text) {
    for (const std::string_view scheme : {"tel:", "TEL:", "Tel:"})
        if (text.starts_with(scheme)) text.remove_prefix(scheme.size());
    const bool with_country = text.starts_with('+');
    if (with_country) text.remove_prefix(1);
    auto digits = bare_digits(text);
    if (!digits) return std::nullopt;
    return with_country ? international(*digits) : domestic(std::move(*digits));
}

}  // namespace kopilka
