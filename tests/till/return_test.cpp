#include "tests/till/counter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::test {
namespace {

using testing::SizeIs;

// Two milks and a bread, 224.80, with a member.
Counter& sold(Counter& till) {
    till.ready().scan("milk").scan("milk").scan("bread").scan_card("291");
    till.act(event::Pay{});
    till.act(event::CashGiven{money("224.80")});
    till.forget();
    till.journal.push_back(till.journal.front());  // the numbers go on
    return till;
}

ReceiptCode code_of(const OriginalSale& sale) {
    return {sale.id.till.value, sale.id.epoch.value, sale.id.sequence.value, short_code(sale.hash)};
}

const stage::OpenReturn& goods(const Counter& till) { return till.at<stage::Returning>()->goods; }

TEST(Return, PaysBackWhatWasPaidForThatUnit) {
    Counter till;
    sold(till);
    till.act(event::Scanned{code_of(till.sales[0])});
    ASSERT_TRUE(till.at<stage::Returning>());
    till.scan("milk");
    EXPECT_EQ(goods(till).priced.total, money("89.90"));
    till.act(event::RefundBy{TenderKind::Cash});
    const Return back = till.written<Return>().at(0);
    EXPECT_EQ(back.total, money("89.90"));
    EXPECT_EQ(back.number, ReceiptNumber{2});
    EXPECT_EQ(back.original, till.sales[0].id);
    EXPECT_THAT(till.all<effect::OpenDrawer>(), SizeIs(1));
    EXPECT_TRUE(std::holds_alternative<ReturnReceipt>(till.all<effect::Print>().at(0).what));
}

TEST(Return, TakesAUnitBackOnce) {
    Counter till;
    sold(till);
    for (int i = 0; i < 2; ++i) {
        till.act(event::Scanned{code_of(till.sales[0])});
        till.act(event::UnitToggled{{1}, static_cast<std::uint32_t>(i)});
        till.act(event::RefundBy{TenderKind::Cash});
    }
    till.act(event::Scanned{code_of(till.sales[0])});
    till.act(event::UnitToggled{{1}, 0});
    EXPECT_EQ(till.refusal(), Refusal::AlreadyReturned);
    till.scan("milk");
    EXPECT_EQ(till.refusal(), Refusal::AlreadyReturned);
    EXPECT_THAT(till.written<Return>(), SizeIs(2));
}

TEST(Return, OfGoodsThatAreNotOnTheReceiptIsRefused) {
    Counter till;
    sold(till);
    till.act(event::Scanned{code_of(till.sales[0])});
    till.scan("apples");
    EXPECT_EQ(till.refusal(), Refusal::NotOnReceipt);
    till.act(event::RefundBy{TenderKind::Cash});
    EXPECT_EQ(till.refusal(), Refusal::NothingChosen);
}

TEST(Return, OfAForgedReceiptIsRefused) {
    Counter till;
    sold(till);
    ReceiptCode code = code_of(till.sales[0]);
    code.hash8 = "00000000";
    till.act(event::Scanned{code});
    EXPECT_EQ(till.refusal(), Refusal::NotThatReceipt);
    code.sequence = 999;
    till.act(event::Scanned{code});
    EXPECT_EQ(till.refusal(), Refusal::UnknownReceipt);
}

TEST(Return, WithoutTheReceiptNeedsAManager) {
    Counter till;
    sold(till);
    till.act(event::ReturnWanted{});
    till.act(event::ReceiptTyped{"1"});
    ASSERT_TRUE(till.at<stage::Asking>());
    till.act(event::ApprovalGiven{{"elena"}, "9999"});
    ASSERT_TRUE(till.at<stage::Returning>());
    till.scan("bread");
    till.act(event::RefundBy{TenderKind::Cash});
    EXPECT_EQ(till.written<Return>().at(0).approved_by, CashierId{"elena"});
}

TEST(Return, ByCardIsAskedOfTheTerminalFirst) {
    Counter till;
    sold(till);
    till.act(event::Scanned{code_of(till.sales[0])});
    till.scan("bread");
    till.act(event::RefundBy{TenderKind::Card});
    EXPECT_EQ(till.written<CardAsked>().at(0).amount, money("-45.00"));
    EXPECT_EQ(till.all<effect::AskTerminal>().at(0).amount, money("-45.00"));
    EXPECT_EQ(till.written<Return>().at(0).paid_back.at(0).kind, TenderKind::Card);
    EXPECT_THAT(till.all<effect::OpenDrawer>(), SizeIs(0));
}

TEST(Return, PaidByTheTerminalIsNotPaidTwiceWhenTheDiskIsFull) {
    Counter till;
    sold(till);
    till.act(event::Scanned{code_of(till.sales[0])});
    till.scan("bread");
    till.hold_devices = true;
    till.act(event::RefundBy{TenderKind::Card});
    till.disk_full = true;
    till.release();
    ASSERT_TRUE(till.at<stage::Returning>());
    till.act(event::Back{});
    EXPECT_TRUE(till.at<stage::Returning>());
    till.disk_full = false;
    till.act(event::RefundBy{TenderKind::Card});
    EXPECT_THAT(till.written<Return>(), SizeIs(1));
    EXPECT_THAT(till.written<CardAnswered>(), SizeIs(1));
    EXPECT_THAT(till.all<effect::AskTerminal>(), SizeIs(1));
}

TEST(Return, OfMarkedGoodsComparesTheSerial) {
    Counter till;
    till.ready();
    till.act(event::Scanned{MarkedGoods{"cigarettes", "S1", "01..21S1"}});
    till.act(event::Pay{});
    till.act(event::CashGiven{money("250.00")});
    till.act(event::Scanned{code_of(till.sales[0])});
    till.act(event::Scanned{MarkedGoods{"cigarettes", "S2", "01..21S2"}});
    EXPECT_EQ(till.refusal(), Refusal::SerialDiffers);
    till.act(event::UnitToggled{{1}, 0});
    EXPECT_EQ(till.refusal(), Refusal::SellByMark);
    till.act(event::Scanned{MarkedGoods{"cigarettes", "S1", "01..21S1"}});
    EXPECT_EQ(goods(till).priced.total, money("250.00"));
}

TEST(Return, IsRefusedWhileAReceiptIsOpen) {
    Counter till;
    sold(till);
    till.scan("milk");
    till.act(event::Scanned{code_of(till.sales[0])});
    EXPECT_EQ(till.refusal(), Refusal::FinishReceiptFirst);
    EXPECT_THAT(till.receipt().basket.lines, SizeIs(1));
}

}  // namespace
}  // namespace kopilka::test
