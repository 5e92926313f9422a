#include "pos/ui/screen.h"

#include <algorithm>
#include <array>

namespace kopilka::ui {
namespace {

void draw_original(const Screen& screen, const OriginalSale& original) {
    const Spot row = spot(screen.look, "original." + to_string(original.id),
                          {rest().x - screen.px(2), screen.px(72)}, Tone::Quiet);
    const float pad = screen.px(14);
    const std::string sum = screen.money(original.sale.total);
    const float sum_width = measure(screen.fonts().title, sum).x;
    const float width = row.width() - 3 * pad - sum_width;
    put(screen.look, screen.fonts().strong, screen.theme().ink,
        screen.say("ui.returns.receipt", {std::to_string(original.sale.number.value)}),
        {row.from.x + pad, row.from.y + screen.px(12)}, width);
    put(screen.look, screen.fonts().small, screen.theme().muted,
        screen.look.texts.date(local_date(original.at)) + ", " +
            screen.look.texts.clock(original.at),
        {row.from.x + pad, row.from.y + screen.px(40)}, width);
    put(screen.look, screen.fonts().title, screen.theme().ink, sum,
        {row.to.x - pad - sum_width, row.from.y + screen.px(22)}, sum_width);
    if (row.pressed) screen.send(event::OriginalChosen{original.id});
}

struct Unit {
    const BasketLine* line;
    Money paid;
    UnitRef ref;
};

std::vector<Unit> units_of(const Sale& sale) {
    std::vector<Unit> units;
    for (const PricedLine& priced : sale.lines) {
        const BasketLine* line = find_line(sale.basket, priced.id);
        if (line == nullptr) continue;
        for (std::uint32_t i = 0; i < priced.units.size(); ++i)
            units.push_back({line, priced.units[i], {priced.id, i}});
    }
    return units;
}

void draw_tick(const Screen& screen, ImVec2 at, float side, bool ticked) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImVec2 to{at.x + side, at.y + side};
    const ImU32 ink = ticked ? screen.theme().accent : screen.theme().muted;
    if (ticked) list->AddRectFilled(at, to, ink, screen.px(6));
    list->AddRect(at, to, ink, screen.px(6), 0, screen.px(2));
    if (!ticked) return;
    list->AddPolyline(std::array{ImVec2(at.x + side * 0.22F, at.y + side * 0.52F),
                                 ImVec2(at.x + side * 0.43F, at.y + side * 0.72F),
                                 ImVec2(at.x + side * 0.78F, at.y + side * 0.3F)}
                          .data(),
                      3, screen.theme().on_accent, 0, screen.px(3));
}

void draw_unit(const Screen& screen, const stage::OpenReturn& goods, const Unit& unit) {
    const bool back_already = is_returned(goods.original, unit.ref);
    const bool chosen = std::ranges::binary_search(goods.chosen, unit.ref);
    const std::string id =
        "unit." + std::to_string(unit.ref.line.value) + "." + std::to_string(unit.ref.unit);
    const Spot row = spot(screen.look, id, {rest().x - screen.px(2), screen.px(kTarget)},
                          chosen ? Tone::Selected : Tone::Quiet, !back_already);
    const float pad = screen.px(14);
    const float side = screen.px(28);
    draw_tick(screen, {row.from.x + pad, row.from.y + (row.height() - side) / 2}, side, chosen);
    const Fonts& fonts = screen.fonts();
    const std::string sum =
        back_already ? screen.word("ui.returns.already") : screen.money(unit.paid);
    const float sum_width = measure(fonts.strong, sum).x;
    const float x = row.from.x + 2 * pad + side;
    const float width = row.to.x - 2 * pad - sum_width - x;
    const std::string& name = screen.name(unit.line->name);
    const ImU32 ink = back_already ? screen.theme().muted : screen.theme().ink;
    put_wrapped(screen.look, fitting({fonts.body, fonts.small}, name, width), ink, name,
                {x, row.from.y}, {x + width, row.to.y});
    put(screen.look, fonts.strong, ink, sum,
        {row.to.x - pad - sum_width, row.from.y + (row.height() - fonts.strong->FontSize) / 2},
        sum_width);
    if (row.pressed) screen.send(event::UnitToggled{unit.ref.line, unit.ref.unit});
}

void draw_units(const Screen& screen, const stage::OpenReturn& goods, ImVec2 size) {
    const Panel panel(screen.look, "units", size, screen.theme().panel, Scroll::No, 20);
    heading(screen,
            screen.say("ui.returns.from", {std::to_string(goods.original.sale.number.value),
                                           local_date(goods.original.at)}),
            screen.word("ui.returns.choose"));
    const Panel list(screen.look, "unit_list", {0, 0}, screen.theme().panel, Scroll::Yes, 0);
    const auto units = units_of(goods.original.sale);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(units.size()), screen.px(kRow));
    while (clipper.Step())
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i)
            draw_unit(screen, goods, units[static_cast<std::size_t>(i)]);
}

}  // namespace

void draw_finding_original(const Screen& screen, const stage::FindingOriginal& finding) {
    const float gap = screen.px(12);
    const float left = (rest().x - gap) * 0.48F;
    {
        const Panel entry(screen.look, "entry", {left, rest().y}, screen.theme().panel, Scroll::No,
                          24);
        NumberAsked asked;
        asked.title = screen.word("ui.returns.title");
        asked.words = screen.word("ui.returns.words");
        asked.placeholder = screen.word("ui.returns.number");
        asked.confirm = screen.word("ui.returns.find");
        asked.rules = {0, 9, false};
        asked.enabled = !screen.memory.field.empty();
        asked.leaves_stage = true;
        if (ask_number(screen, asked)) screen.send(event::ReceiptTyped{screen.memory.field});
    }
    ImGui::SameLine(0, gap);
    const Panel found(screen.look, "found", {0, 0}, screen.theme().panel, Scroll::Yes, 24);
    heading(screen, screen.word("ui.returns.found"),
            finding.found.empty() ? screen.word("ui.returns.none_yet") : "");
    for (const OriginalSale& original : finding.found) draw_original(screen, original);
}

void draw_returning(const Screen& screen, const stage::Returning& returning) {
    const stage::OpenReturn& goods = returning.goods;
    const float gap = screen.px(12);
    const float right = screen.px(360);
    draw_units(screen, goods, {rest().x - right - gap, rest().y});
    ImGui::SameLine(0, gap);
    const Panel pay(screen.look, "pay_back", {0, 0}, screen.theme().panel, Scroll::No, 20);
    heading(screen, screen.word("ui.returns.to_pay"));
    const std::string sum = screen.money(goods.priced.total);
    line(screen.look, fitting({screen.fonts().huge, screen.fonts().figure}, sum, rest().x),
         screen.theme().ink, sum, 0, Place::Right);
    for (const LedgerEntry& entry : goods.priced.ledger)
        paragraph(screen.look, screen.fonts().body, screen.theme().muted,
                  screen.say(entry.amount < kNoPoints ? "ui.returns.points_back"
                                                      : "ui.returns.points_restored",
                             {entry.amount < kNoPoints ? -entry.amount : entry.amount}));
    const bool ready = !goods.chosen.empty();
    const float height = screen.px(80);
    const float all = 2 * height + screen.px(64) + 2 * screen.px(kGap);
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + std::max(0.0F, rest().y - all));
    if (screen.button("refund.cash", "ui.returns.cash", {0, height}, Tone::Accent, ready))
        screen.send(event::RefundBy{TenderKind::Cash});
    if (screen.button("refund.card", "ui.returns.card", {0, height}, Tone::Plain, ready))
        screen.send(event::RefundBy{TenderKind::Card});
    if (screen.button("back", "ui.back", {0, screen.px(64)}, Tone::Quiet))
        screen.send(event::Back{});
}

}  // namespace kopilka::ui
