#include "pos/store/facts.h"

#include "tests/store/fixture.h"

namespace kopilka {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::Pair;

void append(TillFolder& till, const std::vector<JournalEntry>& entries, std::int64_t minute = 0) {
    ASSERT_TRUE(till.journal().append(entries, stamp(minute)).has_value());
}

Return return_of(std::uint64_t number, Money total) {
    Return back;
    back.number = ReceiptNumber{number};
    back.shift = ShiftNumber{1};
    back.original = record_id(3);
    back.paid_back = {{TenderKind::Cash, total, {}, {}, ""}};
    back.total = total;
    return back;
}

TEST(StartFacts, OfANewJournalAreEmpty) {
    TillFolder till;
    begin(till);
    const auto facts = start_facts(till.journal()).value();
    EXPECT_FALSE(facts.shift);
    EXPECT_EQ(facts.last_shift, ShiftNumber{0});
    EXPECT_EQ(facts.next_receipt, ReceiptNumber{1});
    EXPECT_THAT(facts.open_intents, IsEmpty());
}

TEST(StartFacts, GoOnWhereTheShiftStood) {
    TillFolder till;
    begin(till);
    append(till, {ShiftOpened{ShiftNumber{1}, Money::of(100'000)}, sale(1)}, 5);
    append(till,
           {sale(2, 2), LineVoided{}, ReceiptVoided{}, return_of(3, Money::of(8990)),
            CashMoved{ShiftNumber{1}, Money::of(-50'000), "bank"}},
           9);
    const auto facts = start_facts(till.journal()).value();
    ASSERT_TRUE(facts.shift);
    EXPECT_EQ(facts.shift->shift, ShiftNumber{1});
    EXPECT_EQ(facts.shift->opened, stamp(5).at);
    EXPECT_EQ(facts.next_receipt, ReceiptNumber{4});
    EXPECT_EQ(facts.last_sale->id, record_id(4));
    EXPECT_EQ(facts.latest, stamp(9).at.instant);
    const ShiftTotals& totals = facts.shift->totals;
    EXPECT_EQ(totals.receipts, 2u);
    EXPECT_EQ(totals.returns, 1u);
    EXPECT_EQ(totals.voided_lines, 1u);
    EXPECT_EQ(totals.voided_receipts, 1u);
    EXPECT_EQ(totals.sold, Money::of(3 * 8990));
    EXPECT_EQ(totals.cash, Money::of(2 * 8990));
    EXPECT_EQ(totals.expected_cash, Money::of(100'000 - 50'000 + 2 * 8990));
    EXPECT_EQ(shift_totals(till.journal(), ShiftNumber{1}).value(), totals);
    EXPECT_EQ(shift_totals(till.journal(), ShiftNumber{2}).value(), std::nullopt);
}

TEST(StartFacts, KnowHowLateItWasWhateverTheClockSaidSince) {
    TillFolder till;
    begin(till);
    append(till, {ShiftOpened{ShiftNumber{1}, {}}, sale(1)}, 10);
    append(till, {ShiftClosed{}}, 90);
    append(till, {ShiftOpened{ShiftNumber{2}, {}}, sale(2)}, -60 * 24);
    till.open();
    EXPECT_EQ(start_facts(till.journal())->latest, stamp(90).at.instant);
    append(till, {sale(3)}, 95);
    append(till, {sale(4)}, 7);
    EXPECT_EQ(start_facts(till.journal())->latest, stamp(95).at.instant);
}

TEST(StartFacts, KnowTheLastReceiptOfAnEarlierShift) {
    TillFolder till;
    begin(till);
    append(till, {ShiftOpened{ShiftNumber{1}, {}}, sale(1), sale(2), ShiftClosed{}});
    EXPECT_FALSE(start_facts(till.journal())->shift);
    EXPECT_EQ(start_facts(till.journal())->last_shift, ShiftNumber{1});
    append(till, {ShiftOpened{ShiftNumber{2}, Money::of(7)}});
    const auto facts = start_facts(till.journal()).value();
    EXPECT_EQ(facts.next_receipt, ReceiptNumber{3});
    EXPECT_EQ(facts.last_shift, ShiftNumber{2});
    EXPECT_EQ(facts.shift->totals.receipts, 0u);
    EXPECT_EQ(shift_totals(till.journal(), ShiftNumber{1}).value()->receipts, 2u);
}

TEST(StartFacts, AskAboutEveryIntentWithoutAnOutcome) {
    TillFolder till;
    begin(till);
    const CardAsked paid{"op-1", TenderKind::Card, Money::of(100)};
    const CardAsked lost{"op-2", TenderKind::Sbp, Money::of(200)};
    const PrintAsked printed{record_id(2), false};
    const PrintAsked unsure{record_id(3), false};
    append(till,
           {ShiftOpened{}, paid, lost, CardAnswered{"op-1", CardOutcome::Approved, "RRN", false},
            CardAnswered{"op-2", CardOutcome::Unknown, "", false}, printed, unsure,
            PrintAnswered{record_id(2), PrintResult::Printed, false}});
    const auto open = start_facts(till.journal())->open_intents;
    ASSERT_EQ(open.size(), 2u);
    EXPECT_EQ(std::get<CardAsked>(open[0].asked), lost);
    EXPECT_EQ(std::get<PrintAsked>(open[1].asked), unsure);
    append(till, {CardAnswered{"op-2", CardOutcome::Declined, "", true},
                  PrintAnswered{record_id(3), PrintResult::NotPrinted, true}});
    EXPECT_THAT(start_facts(till.journal())->open_intents, IsEmpty());
}

TEST(StartFacts, KnowTheLastPaperAndWhetherItsPrintingWasBegun) {
    TillFolder till;
    begin(till);
    EXPECT_FALSE(start_facts(till.journal())->last_paper);
    append(till, {ShiftOpened{}, sale(1), PrintAsked{record_id(3), false}, sale(2)});
    auto last = start_facts(till.journal())->last_paper;
    ASSERT_TRUE(last);
    EXPECT_EQ(last->of.record.id, record_id(5));
    EXPECT_FALSE(last->asked);
    append(till, {PrintAsked{record_id(5), false}, DrawerOpened{"sale"}});
    EXPECT_TRUE(start_facts(till.journal())->last_paper->asked);
    append(till, {ShiftClosed{}});
    last = start_facts(till.journal())->last_paper;
    EXPECT_TRUE(std::holds_alternative<ShiftClosed>(last->of.record.entry));
    EXPECT_FALSE(last->asked) << "the Z report waits for its paper";
}

TEST(StartFacts, CountWrongPinsUntilTheRightOneWhateverTheClockSays) {
    TillFolder till;
    begin(till);
    const CashierId olga{"olga"};
    const CashierId ivan{"ivan"};
    const CashierId nina{"nina"};
    append(till, {SignInRefused{olga, 1}, SignInRefused{ivan, 1}, SignInRefused{olga, 2}}, 0);
    append(till, {SignedIn{ivan, Role::Cashier}, SignInRefused{olga, 3}}, -60 * 24 * 365);
    append(till, {SignInRefused{nina, 1}, Approved{nina}}, 0);
    till.open();
    EXPECT_THAT(start_facts(till.journal())->refused_sign_ins, ElementsAre(Pair(olga, 3u)));
}

}  // namespace
}  // namespace kopilka
