#include "pos/sale/report.h"

#include "pos/core/check.h"

namespace kopilka {
namespace {

Money& sum_of(ShiftTotals& totals, TenderKind kind) {
    switch (kind) {
        case TenderKind::Cash: return totals.cash;
        case TenderKind::Card: return totals.card;
        case TenderKind::Sbp: return totals.sbp;
        case TenderKind::PointsPaid: return totals.points;
        case TenderKind::Certificate: return totals.certificates;
        case TenderKind::Cashback: return totals.cashback;
    }
    unreachable("tender kind");
}

// Earned counts what the ledger gave and took back; redeemed what it took and gave back.
void add_ledger(ShiftTotals& totals, const std::vector<LedgerEntry>& ledger) {
    for (const LedgerEntry& entry : ledger) {
        switch (entry.kind) {
            case LedgerKind::Accrual: totals.points_earned += entry.amount; break;
            case LedgerKind::Redemption:
            case LedgerKind::Restored: totals.points_redeemed -= entry.amount; break;
            case LedgerKind::Reversal:
                // Of an accrual it is negative, of a redemption positive.
                if (entry.amount < kNoPoints) totals.points_earned += entry.amount;
                if (entry.amount > kNoPoints) totals.points_redeemed -= entry.amount;
                break;
            case LedgerKind::Adjustment:
            case LedgerKind::Expiry:
            case LedgerKind::Prolongation: break;
        }
    }
}

void add(ShiftTotals& totals, const Sale& sale) {
    totals.receipts += 1;
    totals.gross += sale.gross;
    totals.discounts += sale.discount_total;
    totals.sold += sale.total;
    totals.tax += sale.tax_total;
    for (const Tender& tender : sale.tenders) sum_of(totals, tender.kind) += tender.amount;
    totals.cash -= sale.change;
    add_ledger(totals, sale.ledger);
}

void add(ShiftTotals& totals, const Return& back) {
    totals.returns += 1;
    totals.returned += back.total;
    for (const Tender& tender : back.paid_back) sum_of(totals, tender.kind) -= tender.amount;
    add_ledger(totals, back.ledger);
}

void add(ShiftTotals& totals, const ShiftOpened& opened) {
    totals = ShiftTotals{};
    totals.shift = opened.shift;
    totals.cash_float = opened.cash_float;
}

void add(ShiftTotals& totals, const CashMoved& moved) { totals.cash_moved += moved.amount; }
void add(ShiftTotals& totals, const LineVoided&) { totals.voided_lines += 1; }
void add(ShiftTotals& totals, const ReceiptVoided&) { totals.voided_receipts += 1; }

}  // namespace

ShiftTotals accumulate(ShiftTotals totals, const JournalEntry& entry) {
    std::visit(
        [&totals](const auto& happened) {
            if constexpr (requires { add(totals, happened); }) add(totals, happened);
        },
        entry);
    totals.expected_cash = totals.cash_float + totals.cash_moved + totals.cash;
    return totals;
}

}  // namespace kopilka
