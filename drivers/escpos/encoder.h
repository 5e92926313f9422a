// A laid-out receipt as ESC/POS bytes (Epson's ESC/POS command reference). Pure but for the font
// that draws what the printer's code page lacks.
// Invariants: text reaches the printer only as bytes of its page; no '?' stands for a character
// that is missing; no real-time command (DLE EOT, DLE ENQ, DLE DC4) ever appears in a picture.
#pragma once
#include "drivers/escpos/code_page.h"
#include "drivers/escpos/font.h"
#include "drivers/escpos/layout.h"
#include "pos/core/bytes.h"

#include <cstdint>

namespace kopilka::drivers {

struct PrinterModel {
    Paper paper;
    CodePage code_page = kCp866;
    bool native_qr = true;  // GS ( k; false: QR codes are sent as pictures
    bool cutter = true;     // false: a cut is some empty lines to tear at
};

// Starts with ESC @, so it does not depend on what was printed before.
Bytes encode(const Layout& layout, const PrinterModel& model, Font& font);

enum class DrawerPin : std::uint8_t { Two, Five };
// ESC p m t1 t2: 50 ms on, 500 ms off. Without the two times a printer eats the next two bytes.
Bytes drawer_kick(DrawerPin pin);

}  // namespace kopilka::drivers
