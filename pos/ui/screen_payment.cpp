#include "pos/core/wipe.h"
#include "pos/ui/screen.h"

#include <algorithm>
#include <cmath>

namespace kopilka::ui {
namespace {

// The amount typed, if there is one; nothing means all that is due.
std::optional<Money> amount_typed(const Screen& screen) {
    const auto typed = typed_money(screen.memory.field);
    return typed && *typed > kNoMoney ? typed : std::nullopt;
}

void draw_terminal(const Screen& screen, TenderKind kind, std::string_view key, Money due,
                   ImVec2 size) {
    // Nothing typed asks for all that is due: how much that is may depend on the way of paying.
    const auto typed = amount_typed(screen);
    const std::string id = kind == TenderKind::Card ? "card" : "sbp";
    const bool ready = due > kNoMoney && (!typed || *typed <= due);
    const std::string caption = typed ? screen.money(*typed) : screen.word("ui.pay.all_due");
    if (!button(screen.look, id, {screen.word(key), caption}, size, Tone::Accent, ready,
                screen.fonts().title))
        return;
    screen.send(event::TerminalChosen{kind, typed.value_or(kNoMoney)});
    wipe(screen.memory.field);
}

const PointsResult* spendable(const stage::OpenReceipt& receipt) {
    const auto& points = receipt.priced.points;
    return points.empty() ? nullptr : &points.front();
}

void draw_points_button(const Screen& screen, const stage::OpenReceipt& receipt, ImVec2 size) {
    const PointsResult* points = spendable(receipt);
    std::string caption = screen.word("ui.pay.no_member");
    if (points != nullptr)
        caption = points->redeemed > kNoPoints
                      ? screen.say("ui.pay.points_taken", {points->redeemed})
                      : screen.say("ui.pay.points_up_to", {points->most_redeemable});
    if (button(screen.look, "points", {screen.word("ui.tender.points"), caption}, size, Tone::Plain,
               points != nullptr, screen.fonts().title))
        screen.open(Open::Points);
}

void draw_methods(const Screen& screen, const stage::OpenReceipt& receipt) {
    const float gap = screen.px(kGap);
    const ImVec2 size{std::floor((rest().x - 2 * gap) / 3), screen.px(88)};
    const Money due = receipt.priced.due;
    draw_terminal(screen, TenderKind::Card, "ui.pay.card", due, size);
    ImGui::SameLine(0, gap);
    draw_terminal(screen, TenderKind::Sbp, "ui.pay.sbp", due, size);
    ImGui::SameLine(0, gap);
    draw_points_button(screen, receipt, size);
}

void give_cash(const Screen& screen, Money amount) {
    screen.send(event::CashGiven{amount});
    wipe(screen.memory.field);
}

// What a customer may hold out: exactly the sum, or one of the banknotes.
void draw_banknotes(const Screen& screen, Money due, ImVec2 size) {
    const Panel panel(screen.look, "banknotes", size, screen.theme().panel, Scroll::No, 0);
    const auto& notes = screen.shop().banknotes;
    const float gap = screen.px(kGap);
    const auto rows = static_cast<float>(1 + (notes.size() + 1) / 2);
    const float high =
        std::max(screen.px(kTarget), std::floor((rest().y - (rows - 1) * gap) / rows));
    if (button(screen.look, "exact", {screen.word("ui.pay.exact"), screen.money(due)},
               {rest().x, high}, Tone::Accent, due > kNoMoney))
        give_cash(screen, due);
    const float half = std::floor((rest().x - gap) / 2);
    for (std::size_t i = 0; i < notes.size(); ++i) {
        if (i % 2 != 0) ImGui::SameLine(0, gap);
        const std::string label = screen.say("ui.pay.note", {notes[i].count() / 100});
        if (button(screen.look, "note." + to_string(notes[i]), {label, ""}, {half, high},
                   Tone::Quiet, due > kNoMoney, screen.fonts().title))
            give_cash(screen, notes[i]);
    }
}

void draw_typed_cash(const Screen& screen, Money due, ImVec2 size) {
    const Panel panel(screen.look, "typed", size, screen.theme().panel, Scroll::No, 0);
    sum_field(screen, screen.word("ui.pay.amount"), 60);
    const float take = screen.px(64);
    keypad(screen.look, {rest().x, rest().y - take - screen.px(kGap)}, screen.memory.field, {2, 9});
    const auto amount = amount_typed(screen);
    const bool ready = amount && due > kNoMoney;
    if (screen.button("cash", "ui.pay.take_cash", {rest().x, take}, Tone::Plain, ready) ||
        (ready && enter_pressed()))
        give_cash(screen, *amount);
}

void draw_cash(const Screen& screen, Money due) {
    const Panel panel(screen.look, "cash", {0, rest().y - screen.px(kRow + kGap)},
                      screen.theme().panel);
    line(screen.look, screen.fonts().strong, screen.theme().muted, screen.word("ui.tender.cash"));
    const float gap = screen.px(12);
    const float left = (rest().x - gap) * 0.52F;
    const float high = rest().y;
    draw_banknotes(screen, due, {left, high});
    ImGui::SameLine(0, gap);
    draw_typed_cash(screen, due, {rest().x, high});
}

}  // namespace

void draw_payment(const Screen& screen, const stage::OpenReceipt& receipt) {
    draw_receipt_panel(screen, &receipt, Edit::No, screen.word("ui.pay.due"), receipt.priced.due);
    ImGui::SameLine(0, screen.px(12));
    const Panel side(screen.look, "side", {0, 0}, screen.theme().background, Scroll::No, 0);
    if (screen.memory.open == Open::Points) return draw_points(screen, receipt);
    draw_methods(screen, receipt);
    draw_cash(screen, receipt.priced.due);
    const float gap = screen.px(kGap);
    const bool nothing_due = receipt.priced.due.is_zero();
    const float back = nothing_due ? (rest().x - gap) * 0.4F : rest().x;
    if (screen.button("back", "ui.pay.back", {back, rest().y}, Tone::Plain))
        screen.send(event::BackToBasket{});
    if (!nothing_due) return;
    ImGui::SameLine(0, gap);
    if (screen.button("finish", "ui.pay.finish", rest(), Tone::Accent)) screen.send(event::Pay{});
}

}  // namespace kopilka::ui
