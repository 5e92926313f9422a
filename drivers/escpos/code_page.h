// Single-byte code pages of receipt printers: which byte prints which character. Pure.
// Numbers for ESC t are Epson's (TM-T88V technical reference, "ESC t"); a clone that numbers its
// pages otherwise is one more CodePage value. Tables: IBM CDRA for 866 and 855, Microsoft for 1251.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kopilka::drivers {

struct CodePage {
    std::string_view name;
    std::uint8_t number = 0;    // n of ESC t n
    std::u32string_view upper;  // what 0x80 to 0xFF print; empty: ASCII only
};

extern const CodePage kCp866;   // nearly every printer sold in Russia; № but no ₽, €, «»
extern const CodePage kCp1251;  // «», №, €, no ₽
extern const CodePage kCp855;   // «», №, no ₽, no €
extern const CodePage kNoCodePage;  // a printer without Cyrillic: such lines become pictures

const CodePage* find_code_page(std::string_view name);  // "cp866", "cp1251", "cp855", "none"

// The byte that prints this character or one that reads the same ("—" as "-", « as "). nullopt: the
// page has nothing for it (₽), never a '?'.
std::optional<std::uint8_t> byte_of(const CodePage& page, char32_t glyph);

// What the byte prints; U+FFFD for control bytes and where the page has a hole.
char32_t glyph_of(const CodePage& page, std::uint8_t byte);

// A whole line, or nullopt when one character of it is missing: that line is printed as a picture.
std::optional<std::string> encode(const CodePage& page, std::u32string_view cells);

}  // namespace kopilka::drivers
