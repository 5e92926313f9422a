// The papers of a return, of X and Z reports, and of cash put in or taken out.
#include "pos/sale/paper.h"

#include <map>

namespace kopilka {
namespace {

std::string number(std::uint64_t n) { return std::to_string(n); }

struct Back {
    std::int64_t units = 0;
    Money money;
};

void goods_back(PaperWriter& paper, const ReturnReceipt& receipt) {
    std::map<LineId, Back> lines;
    for (const ReturnedUnit& unit : receipt.refund.units) {
        ++lines[unit.line].units;
        lines[unit.line].money += unit.paid_back;
    }
    for (const auto& [id, back] : lines) {
        const BasketLine* line = find_line(receipt.original.basket, id);
        if (!line) continue;
        const std::string amount =
            line->weighed ? paper.texts().quantity(line->quantity) : std::to_string(back.units);
        const std::string_view key = line->weighed ? "receipt.back_weight" : "receipt.back_pieces";
        paper.columns(paper.say({std::string(key), {paper.in(line->name), amount}}),
                      paper.texts().plain_money(back.money));
    }
}

void points_back(PaperWriter& paper, const Return& refund) {
    Points taken, given;
    for (const LedgerEntry& entry : refund.ledger)
        (entry.amount < kNoPoints ? taken : given) += entry.amount;
    if (taken.is_zero() && given.is_zero()) return;
    paper.rule();
    if (!taken.is_zero()) paper.points("receipt.points.taken_back", taken);
    if (!given.is_zero()) paper.points("receipt.points.given_back", given);
}

void totals(PaperWriter& paper, const ShiftTotals& totals) {
    paper.rule();
    paper.count("receipt.report.receipts", totals.receipts);
    paper.sum("receipt.report.gross", totals.gross);
    paper.sum("receipt.report.discounts", -totals.discounts);
    paper.sum("receipt.report.sold", totals.sold);
    paper.sum("receipt.report.tax", totals.tax);
    paper.count("receipt.report.returns", totals.returns);
    paper.sum("receipt.report.returned", totals.returned);
    paper.count("receipt.report.voided_lines", totals.voided_lines);
    paper.count("receipt.report.voided_receipts", totals.voided_receipts);
    paper.rule();
    paper.title(paper.say("receipt.report.by_tender"));
    paper.sum("receipt.tender.cash", totals.cash);
    paper.sum("receipt.tender.card", totals.card);
    paper.sum("receipt.tender.sbp", totals.sbp);
    paper.sum_unless_zero("receipt.report.points_paid", totals.points);
    paper.sum_unless_zero("receipt.tender.certificate", totals.certificates);
    paper.sum_unless_zero("receipt.tender.cashback", totals.cashback);
    paper.rule();
    paper.points("receipt.report.points_earned", totals.points_earned);
    paper.points("receipt.report.points_redeemed", totals.points_redeemed);
    paper.rule();
    paper.sum("receipt.report.float", totals.cash_float);
    paper.sum("receipt.report.moved", totals.cash_moved);
    paper.sum("receipt.report.expected", totals.expected_cash);
}

}  // namespace

PrintDocument lay_out_return(const ReturnReceipt& receipt, PaperWriter paper, CopyMark mark) {
    paper.shop_header();
    paper.copy_mark(mark);
    paper.big(paper.say("receipt.return"));
    paper.columns(paper.say({"receipt.number", {number(receipt.refund.number.value)}}),
                  paper.say({"receipt.shift", {number(receipt.refund.shift.value)}}));
    paper.when(receipt.refund.at, receipt.cashier);
    paper.line(
        paper.say({"receipt.return_of",
                   {number(receipt.original.number.value), to_string(receipt.refund.original)}}));
    paper.rule();
    goods_back(paper, receipt);
    paper.rule();
    paper.total("receipt.paid_back", receipt.refund.total);
    for (const Tender& tender : receipt.refund.paid_back)
        paper.columns(paper.say(tender_name(tender)), paper.texts().plain_money(tender.amount));
    points_back(paper, receipt.refund);
    paper.rule();
    paper.line(paper.say("receipt.signature"));
    paper.code(receipt.id, receipt.hash);
    return paper.cut();
}

PrintDocument lay_out_x(const XReport& report, PaperWriter paper) {
    paper.shop_header();
    paper.title(paper.say({"receipt.report.x", {number(report.totals.shift.value)}}));
    paper.when(report.at, report.cashier);
    totals(paper, report.totals);
    return paper.cut();
}

PrintDocument lay_out_z(const ZReport& report, PaperWriter paper, CopyMark mark) {
    const ShiftClosed& closed = report.closed;
    paper.shop_header();
    paper.copy_mark(mark);
    paper.title(paper.say({"receipt.report.z", {number(closed.totals.shift.value)}}));
    paper.when(report.at, report.cashier);
    totals(paper, closed.totals);
    paper.sum("receipt.report.counted", closed.counted_cash);
    const std::string_view key = closed.difference < kNoMoney   ? "receipt.report.short"
                                 : closed.difference > kNoMoney ? "receipt.report.over"
                                                                : "receipt.report.exact";
    paper.sum(key, closed.difference);
    return paper.cut();
}

PrintDocument lay_out_cash(const CashSlip& slip, PaperWriter paper, CopyMark mark) {
    const bool in = slip.moved.amount > kNoMoney;
    paper.shop_header();
    paper.copy_mark(mark);
    paper.title(paper.say(in ? "receipt.cash_in" : "receipt.cash_out"));
    paper.when(slip.at, slip.cashier);
    if (!slip.moved.reason.empty()) paper.line(slip.moved.reason);
    paper.total("receipt.amount", in ? slip.moved.amount : -slip.moved.amount);
    paper.line(paper.say("receipt.signature"));
    return paper.cut();
}

}  // namespace kopilka
