// What the till waits for: terminal, disk, printer; and the answers that only a person can give.
#include "pos/core/overload.h"
#include "pos/ui/screen.h"

#include <algorithm>
#include <cmath>

namespace kopilka::ui {
namespace {

// Three dots that say "working" without asking for frames: they stand still.
void draw_dots(const Screen& screen) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float radius = screen.px(7);
    const ImVec2 centre{from.x + rest().x / 2, from.y + radius};
    for (const float i : {-1.0F, 0.0F, 1.0F})
        ImGui::GetWindowDrawList()->AddCircleFilled({centre.x + i * radius * 3.4F, centre.y},
                                                    radius, screen.theme().accent, 20);
    ImGui::Dummy({1, 2 * radius});
}

void draw_sum(const Screen& screen, Money amount) {
    const std::string sum = screen.money(amount < kNoMoney ? -amount : amount);
    line(screen.look, fitting({screen.fonts().huge, screen.fonts().figure}, sum, rest().x),
         screen.theme().ink, sum, 0, Place::Centre);
}

void centred(const Screen& screen, const std::string& title, const std::string& words) {
    paragraph(screen.look, screen.fonts().title, screen.theme().ink, title, Place::Centre);
    space(screen.look, 4);
    paragraph(screen.look, screen.fonts().body, screen.theme().muted, words, Place::Centre);
    space(screen.look, 8);
}

struct Answer {
    const char* id;
    const char* key;
    Tone tone;
};
// Answers side by side at the foot; the index of the one pressed.
std::optional<std::size_t> answers(const Screen& screen, const std::vector<Answer>& all) {
    const float gap = screen.px(kGap);
    const float height = screen.px(80);
    const auto count = static_cast<float>(all.size());
    const float width = std::floor((rest().x - (count - 1) * gap) / count);
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + std::max(0.0F, rest().y - height));
    std::optional<std::size_t> pressed;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i > 0) ImGui::SameLine(0, gap);
        if (screen.button(all[i].id, all[i].key, {width, height}, all[i].tone)) pressed = i;
    }
    return pressed;
}

void draw_waiting(const Screen& screen, const std::string& title, const std::string& words) {
    const CentrePanel panel(screen, "waiting", {600, 260});
    space(screen.look, 36);
    centred(screen, title, words);
    draw_dots(screen);
}

std::string terminal_title(const Screen& screen, const stage::CardPending& pending) {
    if (pending.amount < kNoMoney) return screen.word("ui.card.refund");
    return screen.word(pending.kind == TenderKind::Sbp ? "ui.card.title_sbp" : "ui.card.title");
}

// Only the terminal, or a person who has looked, knows whether it was paid.
void draw_paid_or_not(const Screen& screen) {
    const auto pressed = answers(screen, {{"ask_again", "ui.card.ask_again", Tone::Accent},
                                          {"paid", "ui.card.paid", Tone::Plain},
                                          {"not_paid", "ui.card.not_paid", Tone::Danger}});
    if (!pressed) return;
    if (*pressed == 0) return screen.send(event::AskTerminalAgain{});
    screen.send(event::PaymentTold{*pressed == 1});
}

void draw_printed_or_not(const Screen& screen) {
    const auto pressed = answers(screen, {{"not_printed", "ui.print.no", Tone::Danger},
                                          {"printed", "ui.print.yes", Tone::Accent}});
    if (pressed) screen.send(event::PrintTold{*pressed == 1});
}

void draw_asked_payment(const Screen& screen, const stage::CardPending& pending) {
    space(screen.look, 12);
    draw_dots(screen);
    if (!pending.words.key.empty())
        paragraph(screen.look, screen.fonts().body, screen.theme().muted,
                  screen.look.texts.say(pending.words), Place::Centre);
    if (answers(screen, {{"cancel", "ui.card.cancel", Tone::Danger}})) screen.send(event::Back{});
}

}  // namespace

void draw_starting(const Screen& screen) {
    draw_waiting(screen, screen.word("ui.start.title"), screen.word("ui.start.words"));
}

void draw_start_questions(const Screen& screen, const stage::Questions& asked) {
    if (asked.intents.empty()) return draw_starting(screen);
    const CentrePanel panel(screen, "question", {640, 470});
    banner(screen.look, screen.theme().accent_soft, screen.theme().ink,
           screen.word(asked.draft ? "ui.start.basket_back" : "ui.start.restarted"));
    space(screen.look, 8);
    std::visit(Overload{
                   [&](const CardAsked& card) {
                       centred(screen, screen.word("ui.start.card"),
                               screen.word("ui.start.card_words"));
                       draw_sum(screen, card.amount);
                       draw_paid_or_not(screen);
                   },
                   [&](const PrintAsked& print) {
                       centred(screen, screen.word("ui.start.print"),
                               screen.say("ui.start.print_words", {to_string(print.of)}));
                       draw_printed_or_not(screen);
                   },
               },
               asked.intents.front());
}

void draw_card_pending(const Screen& screen, const stage::CardPending& pending) {
    const CentrePanel panel(screen, "card_pending", {680, 430});
    using enum stage::CardPhase;
    switch (pending.phase) {
        case Unknown:
            centred(screen, screen.word("ui.card.unknown"),
                    pending.words.key.empty() ? screen.word("ui.card.unknown_words")
                                              : screen.look.texts.say(pending.words));
            draw_sum(screen, pending.amount);
            return draw_paid_or_not(screen);
        case Asked:
            centred(screen, terminal_title(screen, pending), screen.word("ui.card.words"));
            draw_sum(screen, pending.amount);
            return draw_asked_payment(screen, pending);
        case Cancelling:
            centred(screen, screen.word("ui.card.cancelling"), screen.word("ui.card.wait"));
            break;
        case Intent:
            centred(screen, terminal_title(screen, pending), screen.word("ui.saving.words"));
            break;
    }
    draw_sum(screen, pending.amount);
    draw_dots(screen);
}

void draw_committing(const Screen& screen, const stage::Committing& committing) {
    const auto* sale = std::get_if<stage::CommitSale>(&committing.what);
    if (sale != nullptr) {
        draw_receipt_panel(screen, &sale->receipt, Edit::No, screen.word("ui.sale.total"),
                           sale->receipt.priced.total);
        ImGui::SameLine(0, screen.px(12));
    }
    const Panel side(screen.look, "side", {0, 0}, screen.theme().background, Scroll::No, 0);
    draw_waiting(screen, screen.word("ui.saving.title"), screen.word("ui.saving.words"));
}

void draw_printing(const Screen& screen, const stage::Printing& printing) {
    if (printing.phase != stage::PrintPhase::Unknown)
        return draw_finished(screen, printing.done, std::nullopt);
    const CentrePanel panel(screen, "print_unknown", {640, 400});
    centred(screen, screen.word("ui.print.title"), screen.word("ui.print.words"));
    draw_printed_or_not(screen);
}

}  // namespace kopilka::ui
