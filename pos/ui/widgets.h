// The one small set of things to press and read. Every pressable thing and every word reports
// itself to the Audit. Not here: keypads and keyboards (keyboard.h).
#pragma once
#include "pos/ui/look.h"

#include <cstdint>
#include <initializer_list>

namespace kopilka::ui {

enum class Tone : std::uint8_t { Plain, Accent, Good, Danger, Quiet, Selected, Bar };

struct ButtonText {
    std::string label;    // wrapped at words
    std::string caption;  // smaller, below; may be empty
};

// True when pressed. Zero width or height in `size` means what is left of the line, or kTarget.
bool button(const Look& look, std::string_view id, const ButtonText& text, ImVec2 size,
            Tone tone = Tone::Plain, bool enabled = true, ImFont* font = nullptr);
// A product: the same with a stripe of the category's colour (0xRRGGBB).
bool tile(const Look& look, std::string_view id, const ButtonText& text, ImVec2 size,
          std::uint32_t colour, Tone tone = Tone::Plain);

// Something to press that the caller fills with `put`: a line of the basket, a member.
struct Spot {
    ImVec2 from, to;
    bool pressed = false;
    float width() const { return to.x - from.x; }
    float height() const { return to.y - from.y; }
};
Spot spot(const Look& look, std::string_view id, ImVec2 size, Tone tone, bool enabled = true);

enum class Place : std::uint8_t { Left, Centre, Right };
// At a point, one line within `width`, ending in … where it does not fit.
void put(const Look& look, ImFont* font, ImU32 colour, const std::string& text, ImVec2 at,
         float width, Place place = Place::Left);
// In a box, wrapped at words, in the middle of its height.
void put_wrapped(const Look& look, ImFont* font, ImU32 colour, const std::string& text, ImVec2 from,
                 ImVec2 to, Place place = Place::Left);
// The first of the faces in which the text fits on one line; the last one otherwise.
ImFont* fitting(std::initializer_list<ImFont*> fonts, const std::string& text, float width);
// The same for a text that may wrap into a box.
ImFont* fitting_box(std::initializer_list<ImFont*> fonts, const std::string& text, ImVec2 box);
ImVec2 measure(ImFont* font, const std::string& text, float wrap = 0);

// In the flow: one line within `width` (0: the rest of the line).
void line(const Look& look, ImFont* font, ImU32 colour, const std::string& text, float width = 0,
          Place place = Place::Left);
// Wrapped at words within the rest of the line.
void paragraph(const Look& look, ImFont* font, ImU32 colour, const std::string& text,
               Place place = Place::Left);
// Left and right on one line; the left part wraps.
void pair(const Look& look, ImFont* font, ImU32 colour, const std::string& left,
          const std::string& right);
// A strip of colour with words, as wide as the line.
void banner(const Look& look, ImU32 fill, ImU32 ink, const std::string& text,
            ImFont* font = nullptr);
void rule(const Look& look);                 // a thin line across
void space(const Look& look, float height);  // logical pixels

// A panel with padding; RAII so that no screen forgets to close it. A scrolling one follows the
// finger.
enum class Scroll : std::uint8_t { No, Yes };
class Panel {
public:
    Panel(const Look& look, std::string_view id, ImVec2 size, ImU32 fill,
          Scroll scroll = Scroll::No, float padding = 12);
    Panel(const Panel&) = delete;
    Panel& operator=(const Panel&) = delete;
    ~Panel();
};

// What is left of the current panel.
ImVec2 rest();

}  // namespace kopilka::ui
