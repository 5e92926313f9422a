#include "pos/core/utf8.h"

#include <cstddef>
#include <cstdint>

namespace kopilka {
namespace {

struct Lead {
    std::size_t length = 0;  // 0: cannot begin a code point
    char32_t bits = 0;
    char32_t least = 0;  // anything below was written longer than it needs
};

Lead lead_of(std::uint8_t byte) {
    if (byte < 0x80) return {1, byte, 0};
    if ((byte & 0xE0) == 0xC0) return {2, byte & 0x1Fu, 0x80};
    if ((byte & 0xF0) == 0xE0) return {3, byte & 0x0Fu, 0x800};
    if ((byte & 0xF8) == 0xF0) return {4, byte & 0x07u, 0x10000};
    return {};
}

bool is_code_point(char32_t value) {
    return value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
}

}  // namespace

std::u32string to_code_points(std::string_view utf8) {
    std::u32string code_points;
    for (std::size_t at = 0; at < utf8.size();) {
        const Lead lead = lead_of(static_cast<std::uint8_t>(utf8[at]));
        char32_t value = lead.bits;
        std::size_t read = 1;
        while (read < lead.length && at + read < utf8.size() &&
               (static_cast<std::uint8_t>(utf8[at + read]) & 0xC0) == 0x80) {
            value = (value << 6) | (static_cast<std::uint8_t>(utf8[at + read]) & 0x3Fu);
            ++read;
        }
        const bool whole =
            lead.length > 0 && read == lead.length && value >= lead.least && is_code_point(value);
        code_points += whole ? value : kReplacement;
        at += whole ? lead.length : 1;
    }
    return code_points;
}

std::string to_utf8(std::u32string_view code_points) {
    std::string utf8;
    for (char32_t value : code_points) {
        if (!is_code_point(value)) value = kReplacement;
        const auto continued = [&](int shift) {
            utf8 += static_cast<char>(0x80 | ((value >> shift) & 0x3F));
        };
        if (value < 0x80) {
            utf8 += static_cast<char>(value);
        } else if (value < 0x800) {
            utf8 += static_cast<char>(0xC0 | (value >> 6));
            continued(0);
        } else if (value < 0x10000) {
            utf8 += static_cast<char>(0xE0 | (value >> 12));
            continued(6), continued(0);
        } else {
            utf8 += static_cast<char>(0xF0 | (value >> 18));
            continued(12), continued(6), continued(0);
        }
    }
    return utf8;
}

}  // namespace kopilka
