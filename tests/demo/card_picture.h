// A demo card as a person would hold it before a camera: a plastic card with a bar code, or a
// telephone that shows the card. Greys only; no picture or brand of anybody.
#pragma once
#include "drivers/escpos/font.h"
#include "pos/core/frame.h"
#include "tests/demo/demo_cards.h"

namespace kopilka {

// A card is 856 × 540 pixels (ISO/IEC 7810 ID-1 at ten a millimetre), a telephone 560 × 1000.
Frame draw_card(const DemoCard& card, drivers::Font& font);

}  // namespace kopilka
