#include "pos/ui/wrap.h"

#include "pos/ui/widgets.h"

#include <algorithm>
#include <cfloat>

namespace kopilka::ui {

ImVec2 measure(ImFont* font, const std::string& text, float wrap_at) {
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, wrap_at, text.c_str());
}

float measure_part(ImFont* font, std::string_view part) {
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, part.data(), part.data() + part.size())
        .x;
}

namespace {

// "30 ml", "2,5 %": a short word after a digit belongs to it.
bool is_unit(const char* space, const char* end) {
    if (space == end || *space != ' ') return false;
    const char before = space[-1];
    if (before < '0' || before > '9') return false;
    int letters = 0;
    for (const char* at = space + 1; at < end && *at != ' ' && *at != ','; ++at)
        if ((static_cast<unsigned char>(*at) & 0xC0) != 0x80) ++letters;
    return letters > 0 && letters <= 3;
}

// Where a line that begins at `at` ends: at a word, and before a number rather than between it and
// its unit.
const char* line_end(ImFont* font, const char* at, const char* end, float width) {
    const char* stop = font->CalcWordWrapPositionA(1, at, end, width);
    if (stop == at) return end;
    const bool at_word = stop == end || *stop == ' ' || stop[-1] == ' ' || stop[-1] == '-';
    if (at_word && !is_unit(stop, end)) return stop;
    const char* earlier = stop - 1;
    while (earlier > at && *earlier != ' ') --earlier;
    return earlier > at ? earlier : stop;
}

}  // namespace

Wrapped wrap(ImFont* font, const std::string& text, float width) {
    Wrapped result;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at < end) {
        const char* new_line = std::find(at, end, '\n');
        const char* stop = line_end(font, at, new_line, width);
        const bool at_word =
            stop == end || *stop == ' ' || *stop == '\n' || stop[-1] == ' ' || stop[-1] == '-';
        const char* words_end = stop;
        while (words_end > at && words_end[-1] == ' ') --words_end;
        const std::string_view words(at, static_cast<std::size_t>(words_end - at));
        result.whole_words &= at_word && measure_part(font, words) <= width + 1;
        result.lines.push_back(words);
        at = stop;
        while (at < end && *at == ' ') ++at;
        if (at < end && *at == '\n') ++at;
    }
    return result;
}

ImFont* fitting(std::initializer_list<ImFont*> fonts, const std::string& text, float width) {
    for (ImFont* font : fonts)
        if (measure(font, text).x <= width) return font;
    return *(fonts.end() - 1);
}

ImFont* fitting_box(std::initializer_list<ImFont*> fonts, const std::string& text, ImVec2 box) {
    for (ImFont* font : fonts) {
        const Wrapped lines = wrap(font, text, box.x);
        if (lines.whole_words && lines.height(font) <= box.y) return font;
    }
    return *(fonts.end() - 1);
}

}  // namespace kopilka::ui
