#include "pos/ui/keyboard.h"

#include "pos/core/utf8.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace kopilka::ui {
namespace {

constexpr std::size_t kMostLetters = 40;
constexpr int kUnits = 12;  // keys in the widest row

void take_back(std::string& text) {
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80)
        text.pop_back();
    if (!text.empty()) text.pop_back();
}

bool backspace_pressed() {
    return ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Backspace), true);
}

// What a real keyboard typed since the last frame.
std::u32string typed_characters() {
    std::u32string all;
    for (const ImWchar character : ImGui::GetIO().InputQueueCharacters)
        if (character >= 0x20) all.push_back(character);
    return all;
}

char keypad_key(char32_t character) {
    if (character >= U'0' && character <= U'9') return static_cast<char>(character);
    return character == U',' || character == U'.' ? ',' : '\0';
}

void type_on_keypad(std::string& text, const FieldRules& rules) {
    for (const char32_t character : typed_characters())
        if (const char key = keypad_key(character)) text = typed(std::move(text), key, rules);
    if (backspace_pressed()) text = typed(std::move(text), '<', rules);
}

bool type_letters(std::string& text) {
    const std::string before = text;
    for (const char32_t character : typed_characters())
        if (text.size() < kMostLetters) text += to_utf8(std::u32string(1, character));
    if (backspace_pressed()) take_back(text);
    return text != before;
}

struct KeyRow {
    const Look& look;
    float unit;  // width of one key
    float height;
    std::string& text;

    bool key(std::string_view id, const std::string& label, float units) const {
        const float gap = look.px(kGap);
        const float width = units * unit + (units - 1) * gap;
        ImFont* font = units > 1 || label.size() > 2 ? look.fonts.strong : look.fonts.title;
        const bool pressed =
            button(look, id, {label, ""}, {width, height}, Tone::Plain, true, font);
        ImGui::SameLine(0, gap);
        return pressed;
    }
    void letters(const std::string& row) const {
        for (const char32_t letter : to_code_points(row)) {
            const std::string label = to_utf8(std::u32string(1, letter));
            if (key("letter." + label, label, 1) && text.size() < kMostLetters) text += label;
        }
    }
    void indent(float units) const {
        if (units <= 0) return;
        ImGui::SetCursorPosX(ImGui::GetCursorPosX() + units * (unit + look.px(kGap)));
    }
    void end() const { ImGui::NewLine(); }
};

}  // namespace

std::string typed(std::string text, char key, const FieldRules& rules) {
    const std::size_t point = text.find('.');
    const bool has_point = point != std::string::npos;
    const auto after = has_point ? static_cast<int>(text.size() - point) - 1 : 0;
    const bool full = text.size() >= rules.most || (has_point && after >= rules.decimals);
    if (key == '<') {
        take_back(text);
    } else if (key == 'd') {
        text = typed(typed(std::move(text), '0', rules), '0', rules);
    } else if (key == ',') {
        if (rules.decimals > 0 && !has_point) text += text.empty() ? "0." : ".";
    } else if (!full) {
        if (text == "0" && (rules.decimals > 0 || rules.double_zero)) text.clear();
        text += key;
    }
    return text;
}

std::string shown_number(const Look& look, const std::string& typed) {
    const bool russian = look.texts.language() == Language::Russian;
    const std::size_t point = std::min(typed.find('.'), typed.size());
    std::string text;
    for (std::size_t i = 0; i < point; ++i) {
        if (i > 0 && (point - i) % 3 == 0) text += russian ? "\u00a0" : ",";
        text += typed[i];
    }
    if (point < typed.size()) text += (russian ? ',' : '.') + typed.substr(point + 1);
    return text;
}

void field(const Look& look, const std::string& text, const std::string& placeholder, ImVec2 size,
           Mask mask) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 to{from.x + (size.x > 0 ? size.x : rest().x), from.y + size.y};
    ImGui::Dummy({to.x - from.x, size.y});
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(from, to, look.theme.panel, look.px(10));
    list->AddRect(from, to, look.theme.accent, look.px(10), 0, look.px(2));
    const float pad = look.px(14);
    const ImVec2 inside{to.x - from.x - 2 * pad, size.y};
    if (mask == Mask::Yes) {
        const float radius = look.px(9);
        const auto count = static_cast<float>(text.size());
        float x = (from.x + to.x) / 2 - (count - 1) * radius * 2;
        for (std::size_t i = 0; i < text.size(); ++i, x += 4 * radius)
            list->AddCircleFilled({x, (from.y + to.y) / 2}, radius, look.theme.ink, 24);
        if (!text.empty()) return;
    }
    const std::string& shown = text.empty() ? placeholder : text;
    ImFont* font = text.empty() ? fitting({look.fonts.body, look.fonts.small}, shown, inside.x)
                                : fitting({look.fonts.figure, look.fonts.title, look.fonts.body},
                                          shown, inside.x);
    const ImU32 ink = text.empty() ? look.theme.muted : look.theme.ink;
    put(look, font, ink, shown, {from.x + pad, from.y + (size.y - font->FontSize) / 2}, inside.x,
        mask == Mask::Yes ? Place::Centre : Place::Left);
    if (text.empty() || mask == Mask::Yes) return;
    const float x = from.x + pad + std::min(inside.x, measure(font, shown).x) + look.px(3);
    list->AddRectFilled({x, from.y + size.y / 2 - font->FontSize * 0.36F},
                        {x + look.px(2), from.y + size.y / 2 + font->FontSize * 0.36F},
                        look.theme.accent);
}

void keypad(const Look& look, ImVec2 size, std::string& text, const FieldRules& rules) {
    struct Key {
        char key;
        const char* id;
        const char* label;
    };
    static constexpr std::array<Key, 12> kKeys{{{'7', "key.7", "7"},
                                                {'8', "key.8", "8"},
                                                {'9', "key.9", "9"},
                                                {'4', "key.4", "4"},
                                                {'5', "key.5", "5"},
                                                {'6', "key.6", "6"},
                                                {'1', "key.1", "1"},
                                                {'2', "key.2", "2"},
                                                {'3', "key.3", "3"},
                                                {',', "key.comma", ","},
                                                {'0', "key.0", "0"},
                                                {'<', "key.back", "\u232b"}}};
    const float gap = look.px(kGap);
    const ImVec2 cell{std::floor((size.x - 2 * gap) / 3), std::floor((size.y - 3 * gap) / 4)};
    for (std::size_t i = 0; i < kKeys.size(); ++i) {
        if (i % 3 != 0) ImGui::SameLine(0, gap);
        Key key = kKeys[i];
        if (key.key == ',' && rules.decimals == 0) {
            if (!rules.double_zero) {
                ImGui::Dummy(cell);
                continue;
            }
            key = {'d', "key.00", "00"};
        }
        const char* label =
            key.key == ',' && look.texts.language() == Language::English ? "." : key.label;
        if (button(look, key.id, {label, ""}, cell, Tone::Quiet, true, look.fonts.title))
            text = typed(std::move(text), key.key, rules);
    }
    type_on_keypad(text, rules);
}

bool keyboard(const Look& look, ImVec2 size, std::string& text, bool& other_letters) {
    const std::string before = text;
    const float gap = look.px(kGap);
    const bool cyrillic = (look.texts.language() == Language::Russian) != other_letters;
    const auto row_text = [&](int row) {
        return look.word((cyrillic ? "ui.keyboard.cyrillic." : "ui.keyboard.latin.") +
                         std::to_string(row));
    };
    const auto row_length = [&](int row) {
        return static_cast<float>(to_code_points(row_text(row)).size());
    };
    const KeyRow keys{look, std::floor((size.x - (kUnits - 1) * gap) / kUnits),
                      std::floor((size.y - 3 * gap) / 4), text};
    keys.letters("1234567890-");
    if (keys.key("key.back", "\u232b", 1)) take_back(text);
    keys.end();
    for (const int row : {1, 2}) {
        keys.indent((kUnits - row_length(row)) / 2);
        keys.letters(row_text(row));
        keys.end();
    }
    if (keys.key("key.letters",
                 look.word(cyrillic ? "ui.keyboard.to_latin" : "ui.keyboard.to_cyrillic"), 1))
        other_letters = !other_letters;
    keys.letters(row_text(3));
    if (keys.key("key.space", look.word("ui.keyboard.space"), kUnits - 1 - row_length(3)))
        text += ' ';
    keys.end();
    return type_letters(text) || text != before;
}

bool enter_pressed() { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter), false); }

}  // namespace kopilka::ui
