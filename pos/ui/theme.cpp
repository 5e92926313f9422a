#include "pos/ui/theme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <imgui_freetype.h>

namespace kopilka::ui {
namespace {

constexpr ImU32 rgb(unsigned hex) {
    return IM_COL32((hex >> 16) & 255, (hex >> 8) & 255, hex & 255, 255);
}

struct Family {
    const char* regular;
    const char* strong;
};
constexpr std::array kFamilies{
    Family{"/usr/share/fonts/opentype/inter/Inter-Regular.otf",
           "/usr/share/fonts/opentype/inter/Inter-SemiBold.otf"},
    Family{"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
           "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"},
};

bool readable(const char* path) {
    std::FILE* file = std::fopen(path, "rb");
    if (file != nullptr) std::fclose(file);
    return file != nullptr;
}

// Latin-1, Cyrillic and the signs that receipts and buttons use. The atlas keeps the pointer, so
// the ranges must outlive it.
const ImWchar* letters() {
    static const ImVector<ImWchar> ranges = [] {
        ImFontGlyphRangesBuilder builder;
        constexpr std::array<ImWchar, 5> kLetters{0x20, 0xff, 0x400, 0x45f, 0};
        builder.AddRanges(kLetters.data());
        builder.AddText(
            "\u20bd\u2116\u00ab\u00bb\u2014\u2013\u2212\u2026\u20ac\u2190\u2191\u2192\u2193\u00d7"
            "\u00b7\u2713\u2022\u2605\u2606\u232b");
        ImVector<ImWchar> built;
        builder.BuildRanges(&built);
        return built;
    }();
    return ranges.Data;
}

// What sums are written with: the largest face would fill the atlas with letters nobody sees.
const ImWchar* sums() {
    static const ImVector<ImWchar> ranges = [] {
        ImFontGlyphRangesBuilder builder;
        builder.AddText(" \u00a00123456789.,-+\u2212\u20bd\u20ac$%\u00d7\u2026");
        ImVector<ImWchar> built;
        builder.BuildRanges(&built);
        return built;
    }();
    return ranges.Data;
}

}  // namespace

const Theme& light_theme() {
    static constexpr Theme kLight{
        .background = rgb(0xe6ebf1),
        .panel = rgb(0xffffff),
        .raised = rgb(0xeef2f6),
        .ink = rgb(0x17202b),
        .muted = rgb(0x4d5a69),
        .line = rgb(0xd5dce4),
        .bar = rgb(0x16212f),
        .on_bar = rgb(0xffffff),
        .on_bar_muted = rgb(0xb4c0ce),
        .accent = rgb(0x0b5fd6),
        .on_accent = rgb(0xffffff),
        .accent_soft = rgb(0xe4eefc),
        .good = rgb(0x0a6b3d),
        .good_soft = rgb(0xdff3e7),
        .warn = rgb(0x7a4b00),
        .warn_soft = rgb(0xfff1d1),
        .bad = rgb(0xb3202c),
        .bad_soft = rgb(0xfde5e7),
        .good_on_bar = rgb(0x7fe3ab),
        .warn_on_bar = rgb(0xffd27a),
        .star = rgb(0xe09a00),
    };
    return kLight;
}

float scale_for(ImVec2 window) {
    return std::clamp(std::min(window.x / 1024, window.y / 768), 0.75F, 3.0F);
}

Result<Fonts> load_fonts(ImFontAtlas& atlas, float scale) {
    const auto family = std::ranges::find_if(
        kFamilies, [](const Family& f) { return readable(f.regular) && readable(f.strong); });
    if (family == kFamilies.end())
        return fail(Errc::NotFound, "no font for the screen: install the package fonts-inter");
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    ImFontConfig config;
    config.OversampleH = 1;
    config.PixelSnapH = true;
    const auto load = [&](const char* path, float pixels, const ImWchar* glyphs) {
        return atlas.AddFontFromFileTTF(path, std::round(pixels * scale), &config, glyphs);
    };
    Fonts fonts;
    fonts.small = load(family->regular, 17, letters());
    fonts.body = load(family->regular, 20, letters());
    fonts.strong = load(family->strong, 20, letters());
    fonts.title = load(family->strong, 28, letters());
    fonts.figure = load(family->strong, 40, letters());
    fonts.headline = load(family->strong, 64, letters());
    fonts.large = load(family->strong, 96, sums());
    fonts.huge = load(family->strong, 72, sums());
    fonts.giant = load(family->strong, 128, sums());
    if (fonts.giant == nullptr || !atlas.Build())
        return fail(Errc::Corrupt, std::string("cannot use the font ") + family->regular);
    return fonts;
}

void apply_theme(const Theme& theme, const Fonts& fonts, float scale) {
    ImGuiIO& io = ImGui::GetIO();
    io.FontDefault = fonts.body;
    ImGuiStyle& style = ImGui::GetStyle();
    style = ImGuiStyle();
    style.WindowBorderSize = 0;
    style.WindowRounding = 0;
    style.ChildRounding = kRound * scale;
    style.ScrollbarRounding = 4 * scale;
    style.WindowPadding = {12 * scale, 12 * scale};
    style.ItemSpacing = {std::round(kGap * scale), std::round(kGap * scale)};
    style.ScrollbarSize = 8 * scale;  // shows where; a finger drags the list itself
    style.GrabMinSize = 48 * scale;
    // A plain fill draws a third of the vertices: this matters where OpenGL is software.
    style.AntiAliasedLinesUseTex = false;
    const auto set = [&](ImGuiCol slot, ImU32 colour) {
        style.Colors[slot] = ImGui::ColorConvertU32ToFloat4(colour);
    };
    set(ImGuiCol_Text, theme.ink);
    set(ImGuiCol_WindowBg, theme.background);
    set(ImGuiCol_ChildBg, theme.panel);
    set(ImGuiCol_Border, theme.line);
    set(ImGuiCol_ScrollbarBg, IM_COL32_BLACK_TRANS);
    set(ImGuiCol_ScrollbarGrab, theme.line);
    set(ImGuiCol_ScrollbarGrabHovered, theme.muted);
    set(ImGuiCol_ScrollbarGrabActive, theme.muted);
}

}  // namespace kopilka::ui
