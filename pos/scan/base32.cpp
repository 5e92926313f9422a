#include "pos/scan/base32.h"

namespace kopilka {

std::string to_base32(ByteView bytes) {
    std::string text;
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const std::uint8_t byte : bytes) {
        bits = bits << 8 | byte;
        for (held += 8; held >= 5; held -= 5) text += kBase32[bits >> (held - 5) & 31];
    }
    if (held > 0) text += kBase32[bits << (5 - held) & 31];
    return text;
}

std::optional<Bytes> from_base32(std::string_view text) {
    Bytes bytes;
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : text) {
        const std::size_t five = kBase32.find(c);
        if (five == std::string_view::npos) return std::nullopt;
        bits = bits << 5 | static_cast<std::uint32_t>(five);
        held += 5;
        if (held < 8) continue;
        held -= 8;
        bytes.push_back(static_cast<std::uint8_t>(bits >> held));
    }
    const bool a_character_too_many = held >= 5;
    const bool filled_with_zeros = (bits & ((1U << held) - 1)) == 0;
    if (a_character_too_many || !filled_with_zeros) return std::nullopt;
    return bytes;
}

}  // namespace kopilka
