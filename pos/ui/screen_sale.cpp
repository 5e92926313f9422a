#include "pos/ui/screen.h"

#include <cmath>

namespace kopilka::ui {
namespace {

void draw_pay(const Screen& screen, const stage::OpenReceipt* receipt, ImVec2 size) {
    const bool ready = receipt != nullptr && !receipt->basket.lines.empty();
    const std::string sum = ready ? screen.money(receipt->priced.total) : std::string();
    if (button(screen.look, "pay", {screen.word("ui.sale.pay"), sum}, size, Tone::Accent, ready,
               screen.fonts().title))
        screen.send(event::Pay{});
}

void draw_suspend_or_recall(const Screen& screen, bool has_lines, ImVec2 size) {
    if (has_lines) {
        if (screen.button("suspend", "ui.sale.suspend", size)) screen.send(event::Suspend{});
    } else if (screen.button("recall", "ui.sale.recall", size)) {
        screen.send(event::RecallWanted{});
    }
}

void draw_actions(const Screen& screen, const stage::OpenReceipt* receipt,
                  const stage::NextGoods& next) {
    const float gap = screen.px(kGap);
    const float high = screen.px(2 * kTarget + kGap);
    const float pay = std::floor(rest().x * 0.38F);
    const ImVec2 small{std::floor((rest().x - pay - 2 * gap) / 2), screen.px(kTarget)};
    const ImVec2 from = ImGui::GetCursorPos();
    const bool checking = next.purpose == GoodsPurpose::PriceCheck;
    if (screen.button("check", "ui.sale.price_check", small,
                      checking ? Tone::Selected : Tone::Plain))
        screen.send(checking ? Event(event::Back{}) : Event(event::PriceCheckWanted{}));
    ImGui::SameLine(0, gap);
    if (screen.button("department", "ui.sale.department", small)) screen.open(Open::Department);
    draw_suspend_or_recall(screen, receipt != nullptr && !receipt->basket.lines.empty(), small);
    ImGui::SameLine(0, gap);
    if (screen.button("more", "ui.sale.more", small)) screen.open(Open::More);
    ImGui::SetCursorPos({from.x + 2 * small.x + 2 * gap, from.y});
    draw_pay(screen, receipt, {rest().x, high});
}

void draw_goods_side(const Screen& screen, const stage::OpenReceipt* receipt,
                     const stage::NextGoods& next) {
    const Panel side(screen.look, "side", {0, 0}, screen.theme().background, Scroll::No, 0);
    draw_goods_panel(screen, next);
    draw_actions(screen, receipt, next);
}

// What the cashier opened beside the basket; the goods otherwise. `open`: before the basket was
// drawn, so that what is opened there comes with the next frame, whole.
void draw_side(const Screen& screen, Open open, const stage::OpenReceipt* receipt,
               const stage::NextGoods& next) {
    switch (open) {
        case Open::Quantity:
        case Open::Price:
        case Open::Discount:
            if (receipt != nullptr) return draw_line_entry(screen, *receipt);
            break;
        case Open::MemberCard:
            if (receipt != nullptr && receipt->member) return draw_member_card(screen, *receipt);
            break;
        case Open::NextQuantity: return draw_next_quantity(screen);
        case Open::Department: return draw_department(screen, "");
        case Open::Member: return draw_member_search(screen);
        case Open::More: return draw_more(screen, receipt != nullptr);
        case Open::Nothing:
        case Open::Search:
        case Open::Code:
        case Open::Points:
        case Open::Menu:
        case Open::CashIn:
        case Open::CashOut:
        case Open::Drawer: break;
    }
    draw_goods_side(screen, receipt, next);
}

}  // namespace

void draw_sale(const Screen& screen, const stage::OpenReceipt* receipt,
               const stage::NextGoods& next) {
    const Open open = screen.memory.open;
    if (open == Open::Search) return draw_search(screen);
    if (open == Open::Code) return draw_code_entry(screen);
    if (open == Open::Member && screen.memory.by_name) return draw_member_by_name(screen);
    const Money total = receipt == nullptr ? kNoMoney : receipt->priced.total;
    draw_receipt_panel(screen, receipt, Edit::Yes, screen.word("ui.sale.total"), total);
    ImGui::SameLine(0, screen.px(12));
    draw_side(screen, open, receipt, next);
}

}  // namespace kopilka::ui
