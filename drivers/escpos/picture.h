// A laid-out receipt as a picture in the printer's own dots: for preview, for tests, and for the
// lines a printer has no letters for. Text is grey at its edges, everything else black on white.
#pragma once
#include "drivers/escpos/font.h"
#include "drivers/escpos/layout.h"
#include "drivers/escpos/qr.h"

#include <cstdint>

namespace kopilka::drivers {

// The whole receipt on white paper with a margin all round; a Cut shows as a dashed line.
Frame paint(const Layout& layout, Font& font);

// One line as the bits of a raster command, as wide as the paper.
Raster line_raster(const TextRow& row, const Paper& paper, Font& font);

// A QR code at the size that `qr_module_dots` says, with the quiet zone of four modules.
Raster qr_raster(const QrSquare& square, const Paper& paper);

// Dots a side of one module, 3 to 8 (half a millimetre and more at 8 dots/mm, what telephones
// read), so that the code takes about half of the paper's width where it can.
std::uint8_t qr_module_dots(const QrSquare& square, const Paper& paper);

bool dot_at(const Raster& raster, std::uint32_t x, std::uint32_t y);
Raster empty_raster(std::uint32_t width, std::uint32_t height);
void set_dot(Raster& raster, std::uint32_t x, std::uint32_t y);

}  // namespace kopilka::drivers
