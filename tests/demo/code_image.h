// A bar code or matrix code as a black and white picture, drawn by ZXing's writer: what tests and
// the demo cards show to the reader. The one place in the tests that calls the writer.
#pragma once
#include "pos/core/frame.h"
#include "pos/scan/symbol.h"

#include <cstdint>
#include <string>

namespace kopilka {

// `module` pixels a module, with the quiet zone the symbology wants; linear codes are
// `linear_height` pixels high. `text` must fit the symbology: anything else stops the program.
Frame code_image(Symbology symbology, const std::string& text, std::uint32_t module,
                 std::uint32_t linear_height = 120);

}  // namespace kopilka
