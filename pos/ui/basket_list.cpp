#include "pos/ui/screen.h"

#include <algorithm>
#include <array>

namespace kopilka::ui {
namespace {

std::string count_and_price(const Screen& screen, const BasketLine& line) {
    if (line.fixed_total) return screen.word("ui.basket.labelled");
    const auto& texts = screen.look.texts;
    const std::string count = line.weighed ? screen.say("ui.basket.kilograms", {line.quantity})
                                           : texts.quantity(line.quantity);
    return count + " × " + texts.money(line.unit_price);
}

const PricedLine* priced_line(const PricedBasket& priced, LineId id) {
    const auto found = std::ranges::find(priced.lines, id, &PricedLine::id);
    return found == priced.lines.end() ? nullptr : &*found;
}

// Name above; below how many at which price, what is saved, and the sum.
void fill_row(const Screen& screen, const Spot& row, const BasketLine& line,
              const PricedBasket& priced) {
    const Fonts& fonts = screen.fonts();
    const Theme& theme = screen.theme();
    const float pad = screen.px(10);
    const float width = row.width() - 2 * pad;
    const float x = row.from.x + pad;
    const float upper = row.from.y + screen.px(6);
    const float lower = row.from.y + screen.px(31);
    const std::string& name = screen.name(line.name);
    put(screen.look, fitting({fonts.body, fonts.small}, name, width), theme.ink, name, {x, upper},
        width);
    const PricedLine* prices = priced_line(priced, line.id);
    if (prices == nullptr) return;
    const std::string sum = screen.money(prices->net);
    const float sum_width = measure(fonts.strong, sum).x;
    put(screen.look, fonts.strong, theme.ink, sum, {x + width - sum_width, lower - screen.px(2)},
        sum_width);
    const std::string count = count_and_price(screen, line);
    const float count_width = measure(fonts.small, count).x;
    put(screen.look, fonts.small, theme.muted, count, {x, lower}, count_width);
    if (prices->discount.is_zero()) return;
    const std::string saved = screen.money(-prices->discount);
    const float saved_x = std::max(x + count_width + screen.px(10), x + width * 0.47F);
    put(screen.look, fonts.small, theme.good, saved, {saved_x, lower},
        x + width - sum_width - screen.px(6) - saved_x);
}

void draw_gift(const Screen& screen, const Gift& gift, const std::map<Sku, Localized>& names) {
    const auto name = names.find(gift.sku);
    const std::string what = name == names.end() ? gift.sku.value : screen.name(name->second);
    banner(screen.look, screen.theme().good_soft, screen.theme().good,
           screen.say("ui.basket.gift", {what, gift.quantity}));
}

// A barcode, and what to do with it.
void draw_empty(const Screen& screen, ImVec2 size) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const ImVec2 centre{from.x + size.x / 2, from.y + size.y * 0.38F};
    const float unit = screen.px(4);
    const float high = screen.px(40);
    constexpr std::array kBars{2, 1, 1, 1, 3, 1, 1, 2, 1, 1, 2, 1, 1, 3, 1, 1, 2};
    float x = centre.x - 12.5F * unit;
    for (std::size_t i = 0; i < kBars.size(); ++i) {
        const float wide = static_cast<float>(kBars[i]) * unit;
        if (i % 2 == 0)
            ImGui::GetWindowDrawList()->AddRectFilled(
                {x, centre.y - high}, {x + wide, centre.y + high}, screen.theme().line);
        x += wide;
    }
    put_wrapped(screen.look, screen.fonts().body, screen.theme().muted,
                screen.word("ui.basket.empty"), {from.x, centre.y + high},
                {from.x + size.x, centre.y + high + screen.px(76)}, Place::Centre);
}

}  // namespace

const BasketLine* selected_line(const Screen& screen, const Basket& basket) {
    if (basket.lines.empty()) return nullptr;
    const BasketLine* chosen =
        screen.memory.line ? find_line(basket, *screen.memory.line) : nullptr;
    return chosen == nullptr ? &basket.lines.back() : chosen;
}

void draw_basket(const Screen& screen, const stage::OpenReceipt& receipt, ImVec2 size, Edit edit) {
    const auto& lines = receipt.basket.lines;
    if (lines.empty()) {
        draw_empty(screen, size);
        ImGui::Dummy(size);
        return;
    }
    const Panel panel(screen.look, "basket", size, screen.theme().panel, Scroll::Yes, 0);
    const BasketLine* selected =
        edit == Edit::Yes ? selected_line(screen, receipt.basket) : nullptr;
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(lines.size()), screen.px(kRow));
    while (clipper.Step())
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const BasketLine& line = lines[static_cast<std::size_t>(i)];
            const Tone tone = &line == selected ? Tone::Selected : Tone::Quiet;
            const float room = rest().x - (ImGui::GetScrollMaxY() > 0 ? screen.px(4) : 0);
            const Spot row = spot(screen.look, "line." + std::to_string(line.id.value),
                                  {room, screen.px(kTarget)}, tone);
            if (row.pressed && edit == Edit::Yes) screen.memory.line = line.id;
            fill_row(screen, row, line, receipt.priced);
        }
    for (const Gift& gift : receipt.priced.gifts) draw_gift(screen, gift, receipt.gift_names);
    if (lines.size() > screen.memory.lines_drawn) {
        screen.memory.line.reset();
        ImGui::SetScrollHereY(1);
    }
    screen.memory.lines_drawn = lines.size();
}

}  // namespace kopilka::ui
