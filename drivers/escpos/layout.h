// A print document laid out for one paper: which character stands in which column of which row.
// Pure, and the same for every printer: the encoder, the picture and the plain text all start here.
// Not here: code pages, dots, bytes.
#pragma once
#include "pos/core/print_document.h"

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

namespace kopilka::drivers {

// One printed line. `cells` holds one code point a column, alignment already turned into spaces, no
// trailing spaces, never a control character; at most columns_of(paper, size) of them.
struct TextRow {
    std::u32string cells;
    Size size = Size::Normal;
    bool bold = false;
    bool operator==(const TextRow&) const = default;
};

// A QrCode here has no caption (it follows as text), a Raster is no wider than the paper and has
// all its rows. Both stand in the middle.
using Row = std::variant<TextRow, QrCode, Raster, Feed, Cut>;

struct Layout {
    Paper paper;
    std::vector<Row> rows;
    bool operator==(const Layout&) const = default;
};

// A QR code with more bytes than this would not be readable on 58 mm paper: laid out as text.
constexpr std::size_t kLongestQrText = 660;

// Words wrap at spaces (not at U+00A0), a word longer than the line is cut, '\n' begins a line,
// leading spaces indent the wrapped lines too. Control and zero-width characters vanish; й and ё
// written as two code points become one.
Layout lay_out(const PrintDocument& document, const Paper& paper);

// Characters a line of this size: Double halves the columns. At least 1.
std::size_t columns_of(const Paper& paper, Size size);

}  // namespace kopilka::drivers
