#include "pos/sale/report.h"

namespace kopilka {
namespace {

Sale sale() {
    Sale sale;
    sale.gross = Money::of(12'000);
    sale.discount_total = Money::of(2'000);
    sale.total = Money::of(10'000);
    sale.tax_total = Money::of(909);
    sale.change = Money::of(500);
    sale.tenders = {{TenderKind::Card, Money::of(4'000), {}, {}, "RRN"},
                    {TenderKind::PointsPaid, Money::of(1'000), Points::of(100'000), {}, ""},
                    {TenderKind::Cash, Money::of(5'500), {}, {}, ""}};
    LedgerEntry earned;
    earned.amount = Points::of(300);
    LedgerEntry spent;
    spent.kind = LedgerKind::Redemption;
    spent.amount = Points::of(-100'000);
    sale.ledger = {earned, spent};
    return sale;
}

Return half_back() {
    Return back;
    back.total = Money::of(5'000);
    back.paid_back = {{TenderKind::Cash, Money::of(4'500), {}, {}, ""},
                      {TenderKind::PointsPaid, Money::of(500), Points::of(50'000), {}, ""}};
    LedgerEntry reversed;
    reversed.kind = LedgerKind::Reversal;
    reversed.amount = Points::of(-150);
    LedgerEntry restored;
    restored.kind = LedgerKind::Restored;
    restored.amount = Points::of(50'000);
    back.ledger = {reversed, restored};
    return back;
}

ShiftTotals after(const std::vector<JournalEntry>& entries) {
    ShiftTotals totals;
    for (const JournalEntry& entry : entries) totals = accumulate(totals, entry);
    return totals;
}

TEST(ShiftTotals, CountWhatIsInTheDrawer) {
    const auto totals = after({ShiftOpened{ShiftNumber{4}, Money::of(20'000)}, sale(),
                               CashMoved{ShiftNumber{4}, Money::of(-3'000), "bank"}, half_back()});
    EXPECT_EQ(totals.shift, ShiftNumber{4});
    EXPECT_EQ(totals.cash, Money::of(5'500 - 500 - 4'500)) << "change and returns deducted";
    EXPECT_EQ(totals.expected_cash, Money::of(20'000 - 3'000 + 500));
    EXPECT_EQ(totals.cash_moved, Money::of(-3'000));
}

TEST(ShiftTotals, SumReceiptsTendersAndPoints) {
    const auto totals = after({ShiftOpened{}, sale(), half_back()});
    EXPECT_EQ(totals.receipts, 1u);
    EXPECT_EQ(totals.returns, 1u);
    EXPECT_EQ(totals.gross, Money::of(12'000));
    EXPECT_EQ(totals.discounts, Money::of(2'000));
    EXPECT_EQ(totals.sold, Money::of(10'000));
    EXPECT_EQ(totals.returned, Money::of(5'000));
    EXPECT_EQ(totals.tax, Money::of(909));
    EXPECT_EQ(totals.card, Money::of(4'000));
    EXPECT_EQ(totals.points, Money::of(500));
    EXPECT_EQ(totals.points_earned, Points::of(150));
    EXPECT_EQ(totals.points_redeemed, Points::of(50'000));
    // What was sold less what went back is what the tenders hold.
    EXPECT_EQ(totals.sold - totals.returned, totals.cash + totals.card + totals.points);
}

TEST(ShiftTotals, BeginAnewWithEachShift) {
    const auto totals = after({sale(), LineVoided{}, ShiftOpened{ShiftNumber{5}, Money::of(7)}});
    ShiftTotals expected;
    expected.shift = ShiftNumber{5};
    expected.cash_float = Money::of(7);
    expected.expected_cash = Money::of(7);
    EXPECT_EQ(totals, expected);
}

TEST(ShiftTotals, AreNotMovedByWhatOnlyHappens) {
    EXPECT_EQ(after({SignedIn{}, CardAsked{}, PrintAnswered{}, DrawerOpened{}, ShiftClosed{}}),
              ShiftTotals{});
    EXPECT_EQ(after({LineVoided{}, ReceiptVoided{}, LineVoided{}}).voided_lines, 2u);
}

}  // namespace
}  // namespace kopilka
