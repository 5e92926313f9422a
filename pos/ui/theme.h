// Colours, sizes and fonts of every screen. Sizes are logical: at scale 1 the screen is 1024×768,
// and the smallest thing a finger must hit is kTarget.
#pragma once
#include "pos/core/result.h"

#include <imgui.h>

namespace kopilka::ui {

constexpr float kTarget = 56;  // px: the least height and width of anything to be pressed
constexpr float kGap = 8;      // px: the least distance between two such things
constexpr float kRound = 12;   // px: corners of panels

struct Theme {
    ImU32 background, panel, raised;  // from far to near
    ImU32 ink, muted, line;           // text, secondary text, borders
    ImU32 bar, on_bar, on_bar_muted;  // the strip at the top
    ImU32 accent, on_accent;          // the one thing to press next
    ImU32 accent_soft;                // selected
    ImU32 good, good_soft;            // savings, points
    ImU32 warn, warn_soft;            // attention
    ImU32 bad, bad_soft;              // refusals, what cannot be undone
    ImU32 good_on_bar, warn_on_bar;   // the same on the bar and under the total
    ImU32 star;
};
const Theme& light_theme();

// Faces by use. All live in one atlas shared by the windows. Sizes are those of Dear ImGui: a
// line's height, 1.21 of what typographers call the size.
struct Fonts {
    ImFont* small = nullptr;     // captions
    ImFont* body = nullptr;      // everything else
    ImFont* strong = nullptr;    // buttons, sums in lists
    ImFont* title = nullptr;     // headings, names
    ImFont* figure = nullptr;    // sums and digits of fields and keys
    ImFont* headline = nullptr;  // the customer's greeting
    ImFont* huge = nullptr;      // the total: capitals of 12 mm on a 15-inch screen, read from 2 m
    ImFont* large = nullptr;     // sums, larger still
    ImFont* giant = nullptr;     // digits and currency signs only: change, the customer's total
};

// Inter from fonts-inter, or DejaVu from fonts-dejavu-core. `scale` multiplies every size.
Result<Fonts> load_fonts(ImFontAtlas& atlas, float scale);

// How much larger than 1024×768 everything is drawn in a window of this size.
float scale_for(ImVec2 window);

// Puts the theme into the current ImGui context.
void apply_theme(const Theme& theme, const Fonts& fonts, float scale);

}  // namespace kopilka::ui
