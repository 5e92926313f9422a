#include "drivers/escpos/wrap.h"

#include "pos/core/utf8.h"

#include <algorithm>

namespace kopilka::drivers {
namespace {

constexpr char32_t kBreve = U'\u0306';
constexpr char32_t kDiaeresis = U'\u0308';

// The letter that `base` and a combining mark make in Russian, or 0.
char32_t composed(char32_t base, char32_t mark) {
    if (mark == kBreve && base == U'и') return U'й';
    if (mark == kBreve && base == U'И') return U'Й';
    if (mark == kDiaeresis && base == U'е') return U'ё';
    if (mark == kDiaeresis && base == U'Е') return U'Ё';
    return 0;
}

bool takes_no_column(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || (c >= 0x300 && c <= 0x36F) ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2069) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

// One paragraph, without '\n'.
void wrap_paragraph(std::u32string_view rest, std::size_t width,
                    std::vector<std::u32string>& lines) {
    const std::size_t indent =
        std::min(std::min(rest.find_first_not_of(U' '), rest.size()), width / 2);
    std::u32string prefix;
    while (rest.size() + prefix.size() > width) {
        const std::size_t room = width - prefix.size();
        // A break needs a word before it; the space itself takes no room at the end of the line.
        const std::size_t first_word = std::min(rest.find_first_not_of(U' '), rest.size());
        std::size_t end = rest.substr(0, room + 1).find_last_of(U' ');
        if (end == std::u32string_view::npos || end <= first_word) end = room;
        std::u32string line = prefix + std::u32string(rest.substr(0, end));
        while (!line.empty() && line.back() == U' ') line.pop_back();
        lines.push_back(std::move(line));
        rest.remove_prefix(end);
        rest.remove_prefix(std::min(rest.find_first_not_of(U' '), rest.size()));
        prefix = std::u32string(indent, U' ');
        if (rest.empty()) return;
    }
    lines.push_back(prefix + std::u32string(rest));
}

}  // namespace

std::u32string printable(std::string_view utf8) {
    std::u32string cells;
    for (char32_t c : to_code_points(utf8)) {
        const char32_t letter = cells.empty() ? 0 : composed(cells.back(), c);
        if (letter != 0)
            cells.back() = letter;
        else if (c == U'…')
            cells += U"...";
        else if (c == U'\t')
            cells += U' ';
        else if (c == U'\n' || !takes_no_column(c))
            cells += c;
    }
    return cells;
}

std::vector<std::u32string> wrap(std::u32string_view text, std::size_t width) {
    std::vector<std::u32string> lines;
    for (;;) {
        const std::size_t end = std::min(text.find(U'\n'), text.size());
        wrap_paragraph(text.substr(0, end), width, lines);
        if (end == text.size()) return lines;
        text.remove_prefix(end + 1);
    }
}

}  // namespace kopilka::drivers
