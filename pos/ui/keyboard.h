// Ways to type: a keypad for sums and codes, a keyboard for names, and a real keyboard where one is
// plugged in. Not here: what the typed field means.
#pragma once
#include "pos/ui/widgets.h"

namespace kopilka::ui {

// What a field takes. Decimals use '.', whatever the language shows.
struct FieldRules {
    int decimals = 0;         // after the point; none: a code or a count
    std::size_t most = 9;     // characters
    bool double_zero = true;  // a key for it, where there is no comma
};

// The field with what is typed. `masked`: a PIN, one dot a digit.
enum class Mask : std::uint8_t { No, Yes };
// A typed number as the language writes it: "15 000,5".
std::string shown_number(const Look& look, const std::string& typed);
void field(const Look& look, const std::string& text, const std::string& placeholder, ImVec2 size,
           Mask mask = Mask::No);

// Digits, ⌫ and a comma (with decimals) or 00; also takes a real keyboard's keys. Applies them to
// what stands in the field.
void keypad(const Look& look, ImVec2 size, std::string& text, const FieldRules& rules);

// Letters in the screen's language or, after its switch, the other one; digits, space, ⌫.
// True when the text changed.
bool keyboard(const Look& look, ImVec2 size, std::string& text, bool& other_letters);

// Enter on a real keyboard.
bool enter_pressed();

// One key applied: '0'..'9', 'd' (double zero), ',' or '<' (take one back).
std::string typed(std::string text, char key, const FieldRules& rules);

}  // namespace kopilka::ui
