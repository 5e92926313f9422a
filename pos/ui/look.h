// What a screen draws with (words, colours, faces, scale) and the Audit it reports to, so that a
// test knows where each pressable thing is, how large it is and whether its words fit.
// Not here: the things themselves (widgets.h, keyboard.h).
#pragma once
#include "pos/core/text.h"
#include "pos/ui/theme.h"

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <imgui.h>

namespace kopilka::ui {

struct Target {
    std::string id;  // "pay", "key.7", "goods.MILK-25-1L"; unique on a screen
    ImVec2 from, to;
    bool enabled = true;
    bool whole = true;  // not partly scrolled away
};

// What was drawn in the last frame.
struct Audit {
    std::vector<Target> targets;
    std::vector<std::string> texts;      // every word that was drawn
    std::vector<std::string> cut_texts;  // words that did not fit where they stand
    void clear() { *this = Audit(); }
};

struct Look {
    const Texts& texts;
    const Theme& theme;
    const Fonts& fonts;
    float scale = 1;
    Audit* audit = nullptr;

    // Whole pixels, so that edges are sharp and gaps never round away.
    float px(float logical) const { return std::round(logical * scale); }
    std::string word(std::string_view key) const { return texts(key); }
    const std::string& name(const Localized& both) const { return both.in(texts.language()); }
};

}  // namespace kopilka::ui
