#include "pos/core/overload.h"
#include "pos/ui/screen.h"

#include <algorithm>

namespace kopilka::ui {
namespace {

// The sum that goes over the counter now, as large as it can be.
void draw_big_sum(const Screen& screen, const std::string& caption, Money sum) {
    const Fonts& fonts = screen.fonts();
    const Theme& theme = screen.theme();
    const DarkBox box = dark_box(screen, 190, 20);
    put(screen.look, fonts.title, theme.on_bar_muted, caption, {box.at.x, box.at.y + screen.px(14)},
        box.width);
    const std::string text = screen.money(sum);
    ImFont* font = fitting({fonts.giant, fonts.large, fonts.huge, fonts.figure}, text, box.width);
    const float below = box.height - screen.px(40);
    put(screen.look, font, theme.on_bar, text,
        {box.at.x, box.at.y + screen.px(40) + (below - font->FontSize) / 2}, box.width,
        Place::Right);
}

void fact(const Screen& screen, const std::string& what, const std::string& value, ImU32 ink) {
    pair(screen.look, screen.fonts().body, ink, what, value);
    space(screen.look, 2);
}

void draw_sale_facts(const Screen& screen, const SaleReceipt& paper) {
    const Theme& theme = screen.theme();
    heading(screen, paper.member_name.empty()
                        ? screen.word("ui.done.thanks")
                        : screen.say("ui.done.thanks_name", {paper.member_name}));
    fact(screen, screen.word("ui.done.total"), screen.money(paper.sale.total), theme.ink);
    for (const Tender& tender : paper.sale.tenders)
        fact(screen, tender_name(screen, tender.kind), screen.money(tender.amount), theme.ink);
    if (!paper.sale.discount_total.is_zero())
        fact(screen, screen.word("ui.done.saved"), screen.money(paper.sale.discount_total),
             theme.good);
    for (const PointsResult& points : paper.points) {
        if (points.earned > kNoPoints)
            fact(screen, screen.word("ui.done.earned"),
                 "+" + screen.look.texts.points(points.earned), theme.good);
        if (points.redeemed > kNoPoints)
            fact(screen, screen.word("ui.done.spent"), screen.look.texts.points(points.redeemed),
                 theme.ink);
        fact(screen, screen.word("ui.done.balance"), screen.look.texts.points(points.balance_after),
             theme.ink);
    }
}

void draw_facts(const Screen& screen, const stage::Finished& done) {
    std::visit(Overload{
                   [&](const SaleReceipt& paper) {
                       draw_big_sum(screen, screen.word("ui.done.change"), done.change);
                       draw_sale_facts(screen, paper);
                   },
                   [&](const ReturnReceipt& paper) {
                       draw_big_sum(screen, screen.word("ui.done.paid_back"), paper.refund.total);
                       heading(screen, screen.word("ui.done.return_words"));
                   },
                   [&](const XReport&) { heading(screen, screen.word("ui.report.x")); },
                   [&](const ZReport& paper) {
                       draw_big_sum(screen, screen.word("ui.done.difference"),
                                    paper.closed.difference);
                       heading(screen, screen.word("ui.done.shift_closed"));
                       fact(screen, screen.word("ui.totals.expected"),
                            screen.money(paper.closed.totals.expected_cash), screen.theme().ink);
                       fact(screen, screen.word("ui.done.counted"),
                            screen.money(paper.closed.counted_cash), screen.theme().ink);
                   },
                   [&](const CashSlip& paper) {
                       const bool in = paper.moved.amount > kNoMoney;
                       draw_big_sum(screen, screen.word(in ? "ui.cash.in" : "ui.cash.out"),
                                    in ? paper.moved.amount : -paper.moved.amount);
                   },
               },
               done.paper);
}

void draw_print_state(const Screen& screen, std::optional<PrintResult> printed) {
    if (!printed)
        return paragraph(screen.look, screen.fonts().body, screen.theme().muted,
                         screen.word("ui.done.printing"));
    if (*printed == PrintResult::NotPrinted)
        banner(screen.look, screen.theme().warn_soft, screen.theme().warn,
               screen.word("ui.done.not_printed"));
}

void draw_next(const Screen& screen, const Paperwork& paper, bool ready) {
    const float gap = screen.px(kGap);
    const float height = screen.px(88);
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + std::max(0.0F, rest().y - height));
    if (screen.button("print_again", "ui.done.print_again", {rest().x * 0.36F, height}, Tone::Quiet,
                      ready))
        screen.send(event::PrintAgain{});
    ImGui::SameLine(0, gap);
    const std::string next =
        screen.word(is_with_customer(paper) ? "ui.done.next" : "ui.done.go_on");
    if (button(screen.look, "next", {next, ""}, {rest().x, height}, Tone::Accent, ready,
               screen.fonts().title))
        screen.send(event::NextCustomer{});
}

}  // namespace

bool is_with_customer(const Paperwork& paper) {
    return std::holds_alternative<SaleReceipt>(paper) ||
           std::holds_alternative<ReturnReceipt>(paper);
}

void draw_finished(const Screen& screen, const stage::Finished& done,
                   std::optional<PrintResult> printed) {
    const float gap = screen.px(12);
    const float paper = std::clamp(rest().x * 0.38F, screen.px(370), screen.px(460));
    {
        const Panel panel(screen.look, "done", {rest().x - paper - gap, rest().y},
                          screen.theme().panel, Scroll::No, 20);
        draw_facts(screen, done);
        draw_print_state(screen, printed);
        draw_next(screen, done.paper, printed.has_value());
    }
    ImGui::SameLine(0, gap);
    if (screen.view.paper != nullptr) draw_paper(screen, *screen.view.paper, rest());
}

}  // namespace kopilka::ui
