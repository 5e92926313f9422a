// The one small set of things to press and read. Every pressable thing reports itself to the Audit,
// so that a test knows where it is, how large it is and whether its words fit.
#pragma once
#include "pos/core/text.h"
#include "pos/ui/theme.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <imgui.h>

namespace kopilka::ui {

struct Target {
    std::string id;  // "pay", "key.7", "goods.MILK-25-1L"; unique on a screen
    ImVec2 from, to;
    bool enabled = true;
    bool fits = true;  // its words are not cut
};

// What was drawn in the last frame.
struct Audit {
    std::vector<Target> targets;
    std::vector<std::string> cut_texts;  // words that did not fit where they stand
    void clear() {
        targets.clear();
        cut_texts.clear();
    }
};

// Everything a screen draws with.
struct Look {
    const Texts& texts;
    const Theme& theme;
    const Fonts& fonts;
    float scale = 1;
    Audit* audit = nullptr;

    float px(float logical) const { return logical * scale; }
    std::string word(std::string_view key) const { return texts(key); }
};

enum class Tone : std::uint8_t { Plain, Accent, Good, Danger, Quiet, Selected };

struct ButtonText {
    std::string label;    // one or two lines, wrapped at words
    std::string caption;  // smaller, below; may be empty
};

// True when pressed. Zero width or height in `size` means what is left of the line, or kTarget.
bool button(const Look& look, std::string_view id, const ButtonText& text, ImVec2 size,
            Tone tone = Tone::Plain, bool enabled = true);
// A product: the same with a stripe of the category's colour (0xRRGGBB).
bool tile(const Look& look, std::string_view id, const ButtonText& text, ImVec2 size,
          std::uint32_t colour);

enum class Place : std::uint8_t { Left, Centre, Right };
// One line within `width` (0: the rest of the line), ending in … where it does not fit.
void line(const Look& look, ImFont* font, ImU32 colour, const std::string& text, float width = 0,
          Place place = Place::Left);
// Wrapped at words within the rest of the line.
void paragraph(const Look& look, ImFont* font, ImU32 colour, const std::string& text);
// Left and right on one line; the left part gives way.
void pair(const Look& look, ImFont* font, ImU32 colour, const std::string& left,
          const std::string& right, float width = 0);
// A coloured strip with words: news, warnings, refusals.
void banner(const Look& look, ImU32 fill, ImU32 ink, const std::string& text);

// A panel with padding; RAII so that no screen forgets to close it.
class Panel {
public:
    Panel(const Look& look, std::string_view id, ImVec2 size, ImU32 fill, bool scrolls = false);
    Panel(const Panel&) = delete;
    Panel& operator=(const Panel&) = delete;
    ~Panel();
};

// Digits, 00, ⌫ and, where `decimals`, a comma. Returns the key pressed: '0'..'9', 'd' (double
// zero),
// ',' or '<'; 0 for none.
char keypad(const Look& look, ImVec2 size, bool decimals);
// Applies a key to what stands in the field: at most `decimals` after the point, at most `most`
// digits.
std::string typed(std::string field, char key, int decimals, std::size_t most = 9);

}  // namespace kopilka::ui
