// Breaks a text into lines that fit a width. Not here: drawing them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <imgui.h>

namespace kopilka::ui {

struct Wrapped {
    std::vector<std::string_view> lines;  // into the text
    bool whole_words = true;              // no word was broken or wider than the line
    float height(const ImFont* font) const {
        return static_cast<float>(lines.size()) * font->FontSize;
    }
};
Wrapped wrap(ImFont* font, const std::string& text, float width);

// Width of a part of a text on one line.
float measure_part(ImFont* font, std::string_view part);

}  // namespace kopilka::ui
