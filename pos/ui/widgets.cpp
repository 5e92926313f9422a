#include "pos/ui/widgets.h"

#include "pos/ui/wrap.h"

#include <algorithm>

#include <imgui_internal.h>

namespace kopilka::ui {
namespace {

struct Fill {
    ImU32 body, ink, caption, border;
};

Fill fill_for(const Theme& theme, Tone tone) {
    switch (tone) {
        case Tone::Plain: return {theme.panel, theme.ink, theme.muted, theme.line};
        case Tone::Accent: return {theme.accent, theme.on_accent, theme.on_accent, theme.accent};
        case Tone::Good: return {theme.good, theme.on_accent, theme.on_accent, theme.good};
        case Tone::Danger: return {theme.bad_soft, theme.bad, theme.bad, theme.bad_soft};
        case Tone::Quiet: return {theme.raised, theme.ink, theme.muted, theme.raised};
        case Tone::Selected: return {theme.accent_soft, theme.ink, theme.muted, theme.accent};
        case Tone::Bar: return {theme.bar, theme.on_bar, theme.on_bar_muted, theme.on_bar_muted};
    }
    return {theme.panel, theme.ink, theme.muted, theme.line};
}

ImU32 darker(ImU32 colour) {
    ImVec4 c = ImGui::ColorConvertU32ToFloat4(colour);
    c.x *= 0.9F;
    c.y *= 0.9F;
    c.z *= 0.9F;
    return ImGui::ColorConvertFloat4ToU32(c);
}

ImVec2 full_size(const Look& look, ImVec2 size) {
    return {size.x > 0 ? size.x : ImGui::GetContentRegionAvail().x,
            size.y > 0 ? size.y : look.px(kTarget)};
}

struct Pressable {
    ImRect box;
    bool pressed = false;
    bool held = false;
};

void report(const Look& look, std::string_view id, const ImRect& box, bool enabled) {
    if (look.audit == nullptr) return;
    ImRect seen = box;
    seen.ClipWithFull(ImGui::GetCurrentWindow()->ClipRect);
    if (seen.GetWidth() < 1 || seen.GetHeight() < 1) return;  // scrolled away
    const bool whole =
        seen.GetWidth() > box.GetWidth() - 0.1F && seen.GetHeight() > box.GetHeight() - 0.1F;
    look.audit->targets.push_back({std::string(id), seen.Min, seen.Max, enabled, whole});
}

Pressable pressable(const Look& look, std::string_view id, ImVec2 size, bool enabled) {
    Pressable result;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    result.box = ImRect(from, {from.x + size.x, from.y + size.y});
    const std::string name(id);
    result.pressed = ImGui::InvisibleButton(name.c_str(), size) && enabled;
    result.held = ImGui::IsItemActive() && enabled;
    report(look, id, result.box, enabled);
    return result;
}

Pressable framed(const Look& look, std::string_view id, ImVec2 size, const Fill& fill, Tone tone,
                 bool enabled) {
    const Pressable press = pressable(look, id, full_size(look, size), enabled);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float round = look.px(10);
    list->AddRectFilled(press.box.Min, press.box.Max, press.held ? darker(fill.body) : fill.body,
                        round);
    if (fill.border == fill.body) return press;
    const float thick = look.px(tone == Tone::Selected ? 2 : 1);
    const ImVec2 inset{thick / 2, thick / 2};  // a line is drawn half outside, where panels end
    list->AddRect({press.box.Min.x + inset.x, press.box.Min.y + inset.y},
                  {press.box.Max.x - inset.x, press.box.Max.y - inset.y}, fill.border, round, 0,
                  thick);
    return press;
}

// Label and caption as one block in the middle of the box.
void draw_words(const Look& look, const ButtonText& text, const ImRect& inside, const Fill& fill,
                ImFont* font) {
    if (text.caption.empty())
        return put_wrapped(look, font, fill.ink, text.label, inside.Min, inside.Max, Place::Centre);
    ImFont* small = look.fonts.small;
    const float width = inside.GetWidth();
    const float caption = wrap(small, text.caption, width).height(small);
    const float label = wrap(font, text.label, width).height(font);
    const float top = inside.Min.y + std::max(0.0F, (inside.GetHeight() - label - caption) / 2);
    const float middle = std::min(top + label, inside.Max.y - caption);
    put_wrapped(look, font, fill.ink, text.label, {inside.Min.x, top}, {inside.Max.x, middle},
                Place::Centre);
    put_wrapped(look, small, fill.caption, text.caption, {inside.Min.x, middle},
                {inside.Max.x, middle + caption}, Place::Centre);
}

}  // namespace

bool button(const Look& look, std::string_view id, const ButtonText& text, ImVec2 size, Tone tone,
            bool enabled, ImFont* font) {
    Fill fill = fill_for(look.theme, tone);
    if (!enabled)
        fill = {look.theme.background, look.theme.muted, look.theme.muted, look.theme.line};
    const Pressable press = framed(look, id, size, fill, tone, enabled);
    ImRect inside = press.box;
    inside.Expand(-look.px(5));
    draw_words(look, text, inside, fill, font == nullptr ? look.fonts.strong : font);
    return press.pressed;
}

bool tile(const Look& look, std::string_view id, const ButtonText& text, ImVec2 size,
          std::uint32_t colour, Tone tone) {
    const Fill fill = fill_for(look.theme, tone);
    const Pressable press = framed(look, id, size, fill, tone, true);
    const float stripe = look.px(6);
    ImGui::GetWindowDrawList()->AddRectFilled(
        press.box.Min, {press.box.Min.x + stripe, press.box.Max.y},
        IM_COL32((colour >> 16) & 255, (colour >> 8) & 255, colour & 255, 255), look.px(10),
        ImDrawFlags_RoundCornersLeft);
    ImRect inside({press.box.Min.x + stripe, press.box.Min.y}, press.box.Max);
    inside.Expand(-look.px(4));
    const float caption = text.caption.empty() ? 0 : look.fonts.small->FontSize;
    ImFont* font = fitting_box({look.fonts.body, look.fonts.small}, text.label,
                               {inside.GetWidth(), inside.GetHeight() - caption});
    draw_words(look, text, inside, fill, font);
    return press.pressed;
}

Spot spot(const Look& look, std::string_view id, ImVec2 size, Tone tone, bool enabled) {
    const Pressable press = framed(look, id, size, fill_for(look.theme, tone), tone, enabled);
    return {press.box.Min, press.box.Max, press.pressed};
}

void put(const Look& look, ImFont* font, ImU32 colour, const std::string& text, ImVec2 at,
         float width, Place place) {
    const ImVec2 size = measure(font, text);
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (look.audit != nullptr) look.audit->texts.push_back(text);
    if (size.x <= width + 1) {
        const float spare = std::max(0.0F, width - size.x);
        const float shift = place == Place::Left ? 0 : place == Place::Right ? spare : spare / 2;
        list->AddText(font, font->FontSize, {std::round(at.x + shift), std::round(at.y)}, colour,
                      text.c_str());
        return;
    }
    if (look.audit != nullptr) look.audit->cut_texts.push_back(text);
    ImGui::PushFont(font);
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    ImGui::RenderTextEllipsis(list, at, {at.x + width, at.y + size.y}, at.x + width, at.x + width,
                              text.c_str(), nullptr, nullptr);
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

void put_wrapped(const Look& look, ImFont* font, ImU32 colour, const std::string& text, ImVec2 from,
                 ImVec2 to, Place place) {
    const float width = to.x - from.x;
    const Wrapped lines = wrap(font, text, width);
    const float height = lines.height(font);
    if (look.audit != nullptr) {
        look.audit->texts.push_back(text);
        if (!lines.whole_words || height > to.y - from.y + 2) look.audit->cut_texts.push_back(text);
    }
    float y = from.y + std::max(0.0F, (to.y - from.y - height) / 2);
    ImDrawList* list = ImGui::GetWindowDrawList();
    for (const std::string_view words : lines.lines) {
        const float spare = std::max(0.0F, width - measure_part(font, words));
        const float shift = place == Place::Left ? 0 : place == Place::Right ? spare : spare / 2;
        list->AddText(font, font->FontSize, {std::round(from.x + shift), std::round(y)}, colour,
                      words.data(), words.data() + words.size());
        y += font->FontSize;
    }
}

void line(const Look& look, ImFont* font, ImU32 colour, const std::string& text, float width,
          Place place) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float room = width > 0 ? width : ImGui::GetContentRegionAvail().x;
    ImGui::Dummy({room, font->FontSize});
    put(look, font, colour, text, from, room, place);
}

void paragraph(const Look& look, ImFont* font, ImU32 colour, const std::string& text, Place place) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x;
    const float height = wrap(font, text, room).height(font);
    ImGui::Dummy({room, height});
    put_wrapped(look, font, colour, text, from, {from.x + room, from.y + height}, place);
}

void pair(const Look& look, ImFont* font, ImU32 colour, const std::string& left,
          const std::string& right) {
    const float room = ImGui::GetContentRegionAvail().x;
    const float right_width = measure(font, right).x;
    const float left_width = std::max(1.0F, room - right_width - look.px(2 * kGap));
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float height = wrap(font, left, left_width).height(font);
    ImGui::Dummy({room, height});
    put_wrapped(look, font, colour, left, from, {from.x + left_width, from.y + height});
    put(look, font, colour, right, {from.x + room - right_width, from.y + height - font->FontSize},
        right_width);
}

void banner(const Look& look, ImU32 fill, ImU32 ink, const std::string& text, ImFont* font) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x;
    const ImVec2 pad{look.px(12), look.px(8)};
    if (font == nullptr) font = look.fonts.body;
    const float words = wrap(font, text, room - 2 * pad.x).height(font);
    const ImVec2 to{from.x + room, from.y + words + 2 * pad.y};
    ImGui::Dummy({room, to.y - from.y});
    ImGui::GetWindowDrawList()->AddRectFilled(from, to, fill, look.px(10));
    put_wrapped(look, font, ink, text, {from.x + pad.x, from.y + pad.y},
                {to.x - pad.x, to.y - pad.y});
}

void rule(const Look& look) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x;
    ImGui::Dummy({room, look.px(1)});
    ImGui::GetWindowDrawList()->AddRectFilled(from, {from.x + room, from.y + look.px(1)},
                                              look.theme.line);
}

void space(const Look& look, float height) { ImGui::Dummy({1, look.px(height)}); }

ImVec2 rest() { return ImGui::GetContentRegionAvail(); }

}  // namespace kopilka::ui
