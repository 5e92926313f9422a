// Colours, sizes and fonts of every screen. Sizes are logical: at scale 1 the screen is 1024×768,
// and the smallest thing a finger must hit is kTarget.
#pragma once
#include "pos/core/result.h"

#include <imgui.h>

namespace kopilka::ui {

constexpr float kTarget = 56;  // px: the least height and width of anything to be pressed
constexpr float kGap = 8;      // px: the least distance between two such things

struct Theme {
    ImU32 background, panel, raised;  // from far to near
    ImU32 ink, muted, line;           // text, secondary text, borders
    ImU32 accent, on_accent;          // the one thing to press next
    ImU32 good, good_soft;            // savings, points
    ImU32 warn, warn_soft;            // attention
    ImU32 bad, bad_soft;              // refusals, what cannot be undone
};
const Theme& light_theme();

// Faces by use. All live in one atlas shared by the windows.
struct Fonts {
    ImFont* small = nullptr;   // captions
    ImFont* body = nullptr;    // everything else
    ImFont* strong = nullptr;  // buttons, sums in lists
    ImFont* title = nullptr;   // headings, names
    ImFont* huge = nullptr;    // the total: readable from two metres
};

// Inter from fonts-inter, or DejaVu from fonts-dejavu-core. `scale` multiplies every size.
Result<Fonts> load_fonts(ImFontAtlas& atlas, float scale);

// How much larger than 1024×768 everything is drawn in a window of this size.
float scale_for(ImVec2 window);

// Puts the theme into the current ImGui context.
void apply_theme(const Theme& theme, const Fonts& fonts, float scale);

}  // namespace kopilka::ui
