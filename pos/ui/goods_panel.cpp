#include "pos/ui/screen.h"

#include <algorithm>
#include <cmath>

namespace kopilka::ui {
namespace {

std::uint32_t colour_of(const Screen& screen, const Goods& goods) {
    for (const std::string& id : goods.categories) {
        const auto found = std::ranges::find(screen.view.categories, id, &Category::id);
        if (found != screen.view.categories.end()) return found->colour;
    }
    return 0x9aa5b1;
}

std::vector<const Goods*> goods_of(const Screen& screen) {
    const std::string& category = screen.memory.category;
    const GoodsList& listed = screen.desk().list;
    std::vector<const Goods*> goods;
    const bool all = !category.empty() && listed.of == category;
    for (const Goods& one : all ? listed.goods : screen.view.buttons)
        if (all || category.empty() ||
            std::ranges::find(one.categories, category) != one.categories.end())
            goods.push_back(&one);
    return goods;
}

void draw_category(const Screen& screen, const Category& category, float width) {
    const std::string id = "category." + category.id;
    const Tone tone = screen.memory.category == category.id ? Tone::Selected : Tone::Plain;
    if (!tile(screen.look, id, {screen.name(category.name), ""}, {width, 0}, category.colour, tone))
        return;
    screen.memory.category = category.id;
    if (!category.id.empty()) screen.send(event::CategoryOpened{category.id});
}

void draw_rail(const Screen& screen, ImVec2 size) {
    const Panel rail(screen.look, "categories", size, screen.theme().background, Scroll::Yes, 0);
    const float width = rest().x - screen.px(2);
    const std::string favourites = screen.word("ui.goods.favourites");
    draw_category(screen, {"", {favourites, favourites}, 0xf0b429}, width);
    for (const Category& category : screen.view.categories) draw_category(screen, category, width);
}

void draw_search_row(const Screen& screen, const stage::NextGoods& next) {
    const float gap = screen.px(kGap);
    const float times = screen.px(104);
    if (screen.button("search", "ui.goods.search", {rest().x - times - gap, 0}, Tone::Plain))
        screen.open(Open::Search);
    ImGui::SameLine(0, gap);
    const std::string label =
        "× " + screen.look.texts.quantity(next.quantity ? *next.quantity : kOneUnit);
    if (button(screen.look, "times", {label, ""}, {times, 0},
               next.quantity ? Tone::Selected : Tone::Plain))
        screen.open(Open::NextQuantity);
}

}  // namespace

void draw_tiles(const Screen& screen, const std::vector<const Goods*>& goods, ImVec2 size) {
    const Panel panel(screen.look, "goods", size, screen.theme().background, Scroll::Yes, 0);
    const float gap = screen.px(kGap);
    const float width = rest().x - screen.px(2);
    const float columns = std::max(1.0F, std::floor((width + gap) / (screen.px(124) + gap)));
    const ImVec2 cell{std::floor((width - (columns - 1) * gap) / columns), screen.px(96)};
    const auto across = static_cast<int>(columns);
    ImGuiListClipper clipper;
    clipper.Begin((static_cast<int>(goods.size()) + across - 1) / across, cell.y + gap);
    while (clipper.Step())
        for (int i = clipper.DisplayStart * across;
             i < std::min(clipper.DisplayEnd * across, static_cast<int>(goods.size())); ++i) {
            const Goods& one = *goods[static_cast<std::size_t>(i)];
            if (i % across != 0) ImGui::SameLine(0, gap);
            const std::string price = one.measure == Measure::Weight
                                          ? screen.say("ui.goods.a_kilogram", {one.price})
                                          : screen.money(one.price);
            if (!tile(screen.look, "goods." + one.sku.value, {screen.name(one.name), price}, cell,
                      colour_of(screen, one)))
                continue;
            screen.send(event::GoodsChosen{one.sku});
            if (screen.memory.open == Open::Search) screen.open(Open::Nothing);
        }
}

void draw_goods_panel(const Screen& screen, const stage::NextGoods& next) {
    const float gap = screen.px(kGap);
    const float below = screen.px(2 * kTarget + kGap) + gap;
    draw_search_row(screen, next);
    const float high = rest().y - below;
    const float rail = std::clamp(rest().x * 0.27F, screen.px(148), screen.px(200));
    draw_rail(screen, {rail, high});
    ImGui::SameLine(0, gap);
    const auto goods = goods_of(screen);
    draw_tiles(screen, goods, {rest().x, high});
}

}  // namespace kopilka::ui
