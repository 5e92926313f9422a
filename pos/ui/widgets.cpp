#include "pos/ui/widgets.h"

#include <algorithm>
#include <array>

#include <imgui_internal.h>

namespace kopilka::ui {
namespace {

struct Fill {
    ImU32 body, ink, border;
};

Fill fill_for(const Theme& theme, Tone tone) {
    switch (tone) {
        case Tone::Plain: return {theme.panel, theme.ink, theme.line};
        case Tone::Accent: return {theme.accent, theme.on_accent, theme.accent};
        case Tone::Good: return {theme.good, theme.on_accent, theme.good};
        case Tone::Danger: return {theme.bad_soft, theme.bad, theme.bad};
        case Tone::Quiet: return {theme.raised, theme.ink, theme.line};
        case Tone::Selected: return {theme.warn_soft, theme.ink, theme.accent};
    }
    return {theme.panel, theme.ink, theme.line};
}

ImU32 darker(ImU32 colour) {
    ImVec4 c = ImGui::ColorConvertU32ToFloat4(colour);
    c.x *= 0.9F;
    c.y *= 0.9F;
    c.z *= 0.9F;
    return ImGui::ColorConvertFloat4ToU32(c);
}

ImVec2 measure(ImFont* font, const std::string& text, float wrap = 0) {
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, wrap, text.c_str());
}

// Centred lines of a wrapped text; returns false where some of it does not fit.
bool draw_wrapped_centred(ImFont* font, ImU32 colour, const std::string& text, const ImRect& box) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float width = box.GetWidth();
    float y = box.Min.y + std::max(0.0F, (box.GetHeight() - measure(font, text, width).y) / 2);
    bool fits = true;
    const char* at = text.c_str();
    const char* end = at + text.size();
    while (at < end) {
        const char* stop = font->CalcWordWrapPositionA(1, at, end, width);
        if (stop == at) ++stop;
        const ImVec2 size = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, at, stop);
        fits = fits && size.x <= width + 1 && y + size.y <= box.Max.y + 1;
        list->AddText(font, font->FontSize, {box.Min.x + std::max(0.0F, (width - size.x) / 2), y},
                      colour, at, stop);
        y += size.y;
        at = stop;
        while (at < end && (*at == ' ' || *at == '\n')) ++at;
    }
    return fits;
}

bool draw_words(const Look& look, const ButtonText& text, const ImRect& inside, ImU32 ink) {
    if (text.caption.empty())
        return draw_wrapped_centred(look.fonts.strong, ink, text.label, inside);
    const float caption_height = look.fonts.small->FontSize * 1.2F;
    const ImRect upper(inside.Min, {inside.Max.x, inside.Max.y - caption_height});
    const ImRect lower({inside.Min.x, inside.Max.y - caption_height}, inside.Max);
    const bool label_fits = draw_wrapped_centred(look.fonts.strong, ink, text.label, upper);
    return draw_wrapped_centred(look.fonts.small, ink, text.caption, lower) && label_fits;
}

struct Pressable {
    ImRect box;
    bool pressed = false;
    bool held = false;
};

Pressable pressable(std::string_view id, ImVec2 size, bool enabled) {
    Pressable result;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    result.box = ImRect(from, {from.x + size.x, from.y + size.y});
    const std::string name(id);
    result.pressed = ImGui::InvisibleButton(name.c_str(), size) && enabled;
    result.held = ImGui::IsItemActive() && enabled;
    return result;
}

void report(const Look& look, std::string_view id, const ImRect& box, bool enabled, bool fits) {
    if (look.audit == nullptr) return;
    const ImRect clip = ImGui::GetCurrentWindow()->ClipRect;
    if (!clip.Overlaps(box)) return;  // scrolled away
    look.audit->targets.push_back({std::string(id), box.Min, box.Max, enabled, fits});
}

ImVec2 full_size(const Look& look, ImVec2 size) {
    return {size.x > 0 ? size.x : ImGui::GetContentRegionAvail().x,
            size.y > 0 ? size.y : look.px(kTarget)};
}

}  // namespace

bool button(const Look& look, std::string_view id, const ButtonText& text, ImVec2 size, Tone tone,
            bool enabled) {
    const Pressable press = pressable(id, full_size(look, size), enabled);
    Fill fill = fill_for(look.theme, tone);
    if (!enabled) fill = {look.theme.background, look.theme.muted, look.theme.line};
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float round = look.px(10);
    list->AddRectFilled(press.box.Min, press.box.Max, press.held ? darker(fill.body) : fill.body,
                        round);
    list->AddRect(press.box.Min, press.box.Max, fill.border, round, 0,
                  tone == Tone::Selected ? look.px(3) : look.px(1));
    ImRect inside = press.box;
    inside.Expand(-look.px(6));
    report(look, id, press.box, enabled, draw_words(look, text, inside, fill.ink));
    return press.pressed;
}

bool tile(const Look& look, std::string_view id, const ButtonText& text, ImVec2 size,
          std::uint32_t colour) {
    const Pressable press = pressable(id, full_size(look, size), true);
    const Theme& theme = look.theme;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float round = look.px(10);
    const float stripe = look.px(6);
    list->AddRectFilled(press.box.Min, press.box.Max,
                        press.held ? darker(theme.panel) : theme.panel, round);
    list->AddRectFilled(press.box.Min, {press.box.Min.x + stripe, press.box.Max.y},
                        IM_COL32((colour >> 16) & 255, (colour >> 8) & 255, colour & 255, 255),
                        round, ImDrawFlags_RoundCornersLeft);
    list->AddRect(press.box.Min, press.box.Max, theme.line, round);
    ImRect inside({press.box.Min.x + stripe, press.box.Min.y}, press.box.Max);
    inside.Expand(-look.px(5));
    report(look, id, press.box, true, draw_words(look, text, inside, theme.ink));
    return press.pressed;
}

void line(const Look& look, ImFont* font, ImU32 colour, const std::string& text, float width,
          Place place) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float room = width > 0 ? width : ImGui::GetContentRegionAvail().x;
    const ImVec2 size = measure(font, text);
    const ImRect box(from, {from.x + room, from.y + size.y});
    ImGui::Dummy({room, size.y});
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (size.x <= room) {
        const float spare = room - size.x;
        const float shift = place == Place::Left ? 0 : place == Place::Right ? spare : spare / 2;
        list->AddText(font, font->FontSize, {from.x + shift, from.y}, colour, text.c_str());
        return;
    }
    if (look.audit != nullptr) look.audit->cut_texts.push_back(text);
    ImGui::PushFont(font);
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    ImGui::RenderTextEllipsis(list, box.Min, box.Max, box.Max.x, box.Max.x, text.c_str(), nullptr,
                              nullptr);
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

void paragraph(const Look&, ImFont* font, ImU32 colour, const std::string& text) {
    ImGui::PushFont(font);
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    ImGui::TextWrapped("%s", text.c_str());
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

void pair(const Look& look, ImFont* font, ImU32 colour, const std::string& left,
          const std::string& right, float width) {
    const float room = width > 0 ? width : ImGui::GetContentRegionAvail().x;
    const float right_width = measure(font, right).x;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    line(look, font, colour, left, std::max(1.0F, room - right_width - look.px(kGap)));
    ImGui::GetWindowDrawList()->AddText(font, font->FontSize, {from.x + room - right_width, from.y},
                                        colour, right.c_str());
}

void banner(const Look& look, ImU32 fill, ImU32 ink, const std::string& text) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x;
    const float pad = look.px(12);
    const float height = measure(look.fonts.strong, text, room - 2 * pad).y + pad;
    ImGui::GetWindowDrawList()->AddRectFilled(from, {from.x + room, from.y + height}, fill,
                                              look.px(10));
    ImGui::GetWindowDrawList()->AddText(look.fonts.strong, look.fonts.strong->FontSize,
                                        {from.x + pad, from.y + pad / 2}, ink, text.c_str(),
                                        nullptr, room - 2 * pad);
    ImGui::Dummy({room, height});
}

Panel::Panel(const Look& look, std::string_view id, ImVec2 size, ImU32 fill, bool scrolls) {
    ImGui::PushStyleColor(ImGuiCol_ChildBg, fill);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(look.px(12), look.px(12)));
    const std::string name(id);
    const ImGuiWindowFlags flags =
        ImGuiWindowFlags_AlwaysUseWindowPadding |
        (scrolls ? 0 : ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::BeginChild(name.c_str(), size, false, flags);
    ImGui::PopStyleVar();
}

Panel::~Panel() {
    ImGui::EndChild();
    ImGui::PopStyleColor();
}

char keypad(const Look& look, ImVec2 size, bool decimals) {
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
                                                {'<', "key.back", "\u2190"}}};
    const float gap = look.px(kGap);
    const ImVec2 cell{(size.x - 2 * gap) / 3, (size.y - 3 * gap) / 4};
    char pressed = 0;
    for (std::size_t i = 0; i < kKeys.size(); ++i) {
        if (i % 3 != 0) ImGui::SameLine(0, gap);
        Key key = kKeys[i];
        if (key.key == ',' && !decimals) key = {'d', "key.00", "00"};
        if (button(look, key.id, {key.label, ""}, cell, Tone::Quiet)) pressed = key.key;
    }
    return pressed;
}

std::string typed(std::string field, char key, int decimals, std::size_t most) {
    const std::size_t point = field.find('.');
    const auto after = point == std::string::npos ? 0 : static_cast<int>(field.size() - point) - 1;
    const auto digit = [&](char c) {
        const bool full = field.size() >= most || (point != std::string::npos && after >= decimals);
        if (!full && !(field == "0" && c == '0'))
            field = field == "0" ? std::string(1, c) : field + c;
    };
    if (key == '<') {
        if (!field.empty()) field.pop_back();
    } else if (key == 'd') {
        digit('0');
        if (!field.empty()) field = typed(field, '0', decimals, most);
    } else if (key == ',') {
        if (decimals > 0 && point == std::string::npos) field += field.empty() ? "0." : ".";
    } else if (key >= '0' && key <= '9') {
        digit(key);
    }
    return field;
}

}  // namespace kopilka::ui
