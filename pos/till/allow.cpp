#include "pos/till/allow.h"

#include "pos/core/overload.h"
#include "pos/till/stages.h"

#include <algorithm>

namespace kopilka {
namespace {

// A discount of `off` from what costs `full`, against the most that a role may take off.
bool within(BasisPoints most, Money off, Money full) {
    return off <= share(full, most, Rounding::HalfUp);
}

bool may_take_off(const RoleLimits& limits, const std::optional<stage::OpenReceipt>& receipt,
                  LineId id, Money off) {
    const BasketLine* line = receipt ? find_line(receipt->basket, id) : nullptr;
    return line && within(limits.line_discount, off, gross(*line));
}

bool may_price(const RoleLimits& limits, const std::optional<stage::OpenReceipt>& receipt,
               const stage::AllowPrice& what) {
    const BasketLine* line = receipt ? find_line(receipt->basket, what.line) : nullptr;
    if (!line || !limits.manual_price) return false;
    const Money full = line->catalogue_price.value_or(line->unit_price);
    return what.price >= full || within(limits.line_discount, full - what.price, full);
}

SaleStage void_line(Turn& turn, stage::OpenReceipt receipt, LineId id, const CashierId& by) {
    const BasketLine line = *line_of(receipt, id);
    std::erase_if(receipt.basket.lines, [&](const BasketLine& each) { return each.id == id; });
    std::vector<JournalEntry> entries{
        LineVoided{line.id, line.sku, line.quantity, gross(line), by}};
    return after_change(turn, {std::move(receipt), {}}, std::move(entries));
}

SaleStage void_receipt(Turn& turn, const stage::OpenReceipt& receipt, const CashierId& by) {
    const DraftRef draft = draft_ref(turn, receipt);
    if (receipt.basket.lines.empty()) {
        turn.ask(effect::RemoveDraft{draft});
        return resting(turn);
    }
    journal(
        turn,
        {{ReceiptVoided{receipt.basket.lines, receipt.priced.total, by}}, std::nullopt, {draft}});
    return resting(turn);
}

SaleStage set_price(Turn& turn, stage::OpenReceipt receipt, const stage::AllowPrice& what,
                    const CashierId& by) {
    BasketLine& line = *line_of(receipt, what.line);
    const Money before = line.unit_price;
    if (!line.catalogue_price) line.catalogue_price = before;
    line.unit_price = what.price;
    line.manual_discount = kNoMoney;  // was of the old price
    line.approved_by = by;
    std::vector<JournalEntry> entries{PriceChanged{line.id, line.sku, before, what.price, by}};
    return after_change(turn, {std::move(receipt), {}}, std::move(entries));
}

SaleStage set_discount(Turn& turn, stage::OpenReceipt receipt, const stage::AllowDiscount& what,
                       const CashierId& by) {
    BasketLine& line = *line_of(receipt, what.line);
    const Money full = gross(line);
    const Money before = full - line.manual_discount;
    line.manual_discount = what.off;
    line.approved_by = by;
    std::vector<JournalEntry> entries{PriceChanged{line.id, line.sku, before, full - what.off, by}};
    return after_change(turn, {std::move(receipt), {}}, std::move(entries));
}

SaleStage move_cash(Turn& turn, const stage::AllowCash& what) {
    const CashMoved moved{turn.desk.shift->number, what.amount, what.reason};
    return stage::Committing{stage::CommitCash{moved}, journal(turn, {{moved}, {}, {}})};
}

SaleStage open_drawer(Turn& turn, const stage::AllowDrawer& what) {
    return stage::Committing{stage::CommitDrawer{},
                             journal(turn, {{DrawerOpened{what.reason}}, {}, {}})};
}

SaleStage read_totals(Turn& turn, TotalsPurpose purpose) {
    turn.ask(effect::ReadTotals{turn.desk.shift->number, purpose});
    return resting(turn);
}

}  // namespace

bool may(const RoleLimits& limits, const std::optional<stage::OpenReceipt>& receipt,
         const stage::Allow& what) {
    return std::visit(
        Overload{
            [&](const stage::AllowVoidLine&) { return limits.void_line; },
            [&](const stage::AllowVoidReceipt&) {
                return limits.void_receipt || !receipt || receipt->basket.lines.empty();
            },
            [&](const stage::AllowPrice& price) { return may_price(limits, receipt, price); },
            [&](const stage::AllowDiscount& discount) {
                return may_take_off(limits, receipt, discount.line, discount.off);
            },
            [&](const stage::AllowCash&) { return limits.cash_in_out; },
            [&](const stage::AllowDrawer&) { return limits.open_drawer; },
            [&](const stage::AllowReturn& goods) {
                return goods.by_code ? limits.return_with_receipt : limits.return_without_receipt;
            },
            [&](const stage::AllowReport&) { return limits.x_report; },
            [&](const stage::AllowCloseShift&) { return limits.close_shift; },
        },
        what);
}

SaleStage do_or_ask(Turn& turn, std::optional<stage::OpenReceipt> receipt, stage::Allow what) {
    if (may(my_limits(turn), receipt, what))
        return do_allowed(turn, std::move(receipt), what, CashierId{});
    turn.ask(effect::Sound{effect::SoundKind::Attention});
    return stage::Asking{std::move(receipt), stage::AskApproval{std::move(what)}};
}

SaleStage do_allowed(Turn& turn, std::optional<stage::OpenReceipt> receipt,
                     const stage::Allow& what, const CashierId& by) {
    return std::visit(
        Overload{
            [&](const stage::AllowVoidLine& line) {
                return void_line(turn, std::move(*receipt), line.line, by);
            },
            [&](const stage::AllowVoidReceipt&) { return void_receipt(turn, *receipt, by); },
            [&](const stage::AllowPrice& price) {
                return set_price(turn, std::move(*receipt), price, by);
            },
            [&](const stage::AllowDiscount& discount) {
                return set_discount(turn, std::move(*receipt), discount, by);
            },
            [&](const stage::AllowCash& cash) { return move_cash(turn, cash); },
            [&](const stage::AllowDrawer& drawer) { return open_drawer(turn, drawer); },
            [&](const stage::AllowReturn& goods) -> SaleStage {
                stage::OpenReturn open;
                open.original = goods.original;
                open.by_code = goods.by_code;
                open.approved_by = by;
                return stage::Returning{std::move(open)};
            },
            [&](const stage::AllowReport&) { return read_totals(turn, TotalsPurpose::Report); },
            [&](const stage::AllowCloseShift&) { return read_totals(turn, TotalsPurpose::Close); },
        },
        what);
}

}  // namespace kopilka
