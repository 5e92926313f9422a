// A laid-out receipt as UTF-8 text, a line a row: what the console, logs and tests show of it.
#pragma once
#include "drivers/escpos/layout.h"

#include <string>

namespace kopilka::drivers {

// Double size shows as text with a space between the letters (it takes two columns each), a QR code
// as "[QR] text", a picture as its size, a cut as a dashed line. Bold does not show.
std::string to_plain_text(const Layout& layout);

}  // namespace kopilka::drivers
