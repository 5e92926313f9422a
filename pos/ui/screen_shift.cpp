#include "pos/ui/screen.h"

namespace kopilka::ui {
namespace {

constexpr FieldRules kSum{2, 9};

void draw_totals(const Screen& screen, const ShiftTotals& totals) {
    const auto row = [&](std::string_view key, const std::string& value) {
        pair(screen.look, screen.fonts().body, screen.theme().ink, screen.word(key), value);
        space(screen.look, 1);
    };
    const auto sum = [&](std::string_view key, Money money) { row(key, screen.money(money)); };
    row("ui.totals.receipts", std::to_string(totals.receipts));
    row("ui.totals.returns", std::to_string(totals.returns));
    sum("ui.totals.sold", totals.sold);
    sum("ui.totals.returned", totals.returned);
    rule(screen.look);
    sum("ui.totals.cash", totals.cash);
    sum("ui.totals.card", totals.card);
    sum("ui.totals.sbp", totals.sbp);
    sum("ui.totals.points", totals.points);
    rule(screen.look);
    sum("ui.totals.float", totals.cash_float);
    sum("ui.totals.moved", totals.cash_moved);
    space(screen.look, 6);
    pair(screen.look, screen.fonts().title, screen.theme().ink, screen.word("ui.totals.expected"),
         screen.money(totals.expected_cash));
}

}  // namespace

void draw_no_shift(const Screen& screen) {
    const CentrePanel panel(screen, "no_shift", {520, 0});
    const auto cash_float = typed_money(screen.memory.field);
    const Money usual = screen.shop().usual_float;
    heading(screen, screen.word("ui.no_shift.title"), screen.word("ui.no_shift.words"));
    sum_field(screen, screen.say("ui.no_shift.usual", {usual}), 68);
    const float height = std::min(rest().y - screen.px(kFoot + kGap), screen.px(340));
    keypad(screen.look, {rest().x, height}, screen.memory.field, kSum);
    const float foot_height = screen.px(72);
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + std::max(0.0F, rest().y - foot_height));
    const Money wanted = cash_float ? *cash_float : usual;
    if (button(screen.look, "open_shift",
               {screen.word("ui.no_shift.open"), screen.say("ui.no_shift.with", {wanted})},
               {0, foot_height}, Tone::Accent))
        screen.send(event::OpenShift{wanted});
}

void draw_counting(const Screen& screen, const stage::Counting& counting) {
    const float gap = screen.px(12);
    const float left = (rest().x - gap) * 0.48F;
    {
        const Panel totals(screen.look, "totals", {left, rest().y}, screen.theme().panel,
                           Scroll::Yes, 24);
        heading(screen, screen.say("ui.counting.shift",
                                   {static_cast<std::int64_t>(counting.totals.shift.value)}));
        draw_totals(screen, counting.totals);
    }
    ImGui::SameLine(0, gap);
    const Panel panel(screen.look, "count", {0, 0}, screen.theme().panel, Scroll::No, 24);
    const auto counted = typed_money(screen.memory.field);
    NumberAsked asked;
    asked.title = screen.word("ui.counting.title");
    asked.words = screen.word("ui.counting.words");
    asked.placeholder = screen.word("ui.counting.placeholder");
    asked.confirm = screen.word("ui.counting.confirm");
    asked.rules = kSum;
    asked.enabled = counted.has_value();
    asked.leaves_stage = true;
    if (ask_number(screen, asked)) screen.send(event::CashCounted{*counted});
}

}  // namespace kopilka::ui
