// A text as the square of a QR code (ISO/IEC 18004 model 2, level M, bytes as given). The one place
// that calls libqrencode. Not here: how it is drawn or printed.
#pragma once
#include "pos/core/result.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace kopilka::drivers {

struct QrSquare {
    std::size_t size = 0;             // modules a side, without the quiet zone
    std::vector<std::uint8_t> black;  // size × size, row by row, 1 = black
    bool at(std::size_t x, std::size_t y) const { return black[y * size + x] != 0; }
};

// Errc::Invalid for an empty text and one of more than 2,331 bytes.
Result<QrSquare> qr_square(std::string_view text);

}  // namespace kopilka::drivers
