#include "tests/till/counter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::test {
namespace {

using testing::SizeIs;

TEST(Operator, SignsInByPinAndTheJournalKnows) {
    Counter till;
    till.start().sign_in();
    const auto* who = std::get_if<stage::SignedIn>(&till.stage.operators);
    ASSERT_TRUE(who);
    EXPECT_EQ(who->role, Role::Cashier);
    EXPECT_EQ(till.written<SignedIn>().at(0).cashier, CashierId{"marina"});
}

TEST(Operator, WithAWrongPinStaysOutAndIsLockedOutAtLast) {
    Counter till;
    till.start();
    for (std::uint32_t i = 1; i <= 5; ++i) {
        till.act(event::SignIn{{"marina"}, "0000"});
        EXPECT_EQ(till.refusal(), i < 5 ? Refusal::PinWrong : Refusal::PinLocked);
    }
    EXPECT_THAT(till.written<SignInRefused>(), SizeIs(5));
    EXPECT_EQ(std::get<stage::SignedOut>(till.stage.operators).locked_minutes, 5u);
}

TEST(Operator, WhosePinIsTriedAtAnApprovalIsLockedOutJustAsAtSigningIn) {
    Counter till;
    till.ready();
    till.act(event::MoveCash{money("500.00"), "размен"});
    for (std::uint32_t i = 1; i <= 5; ++i) till.act(event::ApprovalGiven{{"elena"}, "0000"});
    EXPECT_EQ(till.refusal(), Refusal::PinLocked);
    EXPECT_THAT(till.written<SignInRefused>(), SizeIs(5));
    EXPECT_EQ(till.written<SignInRefused>().at(0).cashier, CashierId{"elena"});
    EXPECT_THAT(till.written<Approved>(), SizeIs(0));
    till.act(event::ApprovalGiven{{"elena"}, "9999"});
    EXPECT_EQ(till.written<Approved>().at(0).by, CashierId{"elena"});
    EXPECT_THAT(till.written<CashMoved>(), SizeIs(1));
}

TEST(Operator, MustSignInBeforeAnythingIsScanned) {
    Counter till;
    till.start().scan("milk");
    EXPECT_EQ(till.refusal(), Refusal::SignInFirst);
    EXPECT_THAT(till.all<effect::FindGoods>(), SizeIs(0));
}

TEST(Operator, LeavesTheBasketToTheNextCashier) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::SignOut{});
    till.scan("bread");
    EXPECT_EQ(till.refusal(), Refusal::SignInFirst);
    till.sign_in("nina");
    EXPECT_THAT(till.receipt().basket.lines, SizeIs(1));
}

TEST(Operator, CannotLeaveWhileTheJournalWorks) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.hold_journal = true;
    till.act(event::CashGiven{money("100.00")});
    till.act(event::SignOut{});
    EXPECT_TRUE(std::holds_alternative<stage::SignedIn>(till.stage.operators));
}

TEST(Shift, MustBeOpenToSell) {
    Counter till;
    till.start().sign_in().scan("milk");
    EXPECT_EQ(till.refusal(), Refusal::NoShift);
    till.open_shift("1000.00");
    EXPECT_TRUE(till.at<stage::Idle>());
    EXPECT_EQ(till.written<ShiftOpened>().at(0).cash_float, money("1000.00"));
    till.open_shift();
    EXPECT_EQ(till.refusal(), Refusal::ShiftIsOpen);
}

TEST(Shift, ClosesWithTheCountedCashItsDifferenceAndAZReport) {
    Counter till;
    till.start().sign_in().open_shift("1000.00").scan("milk");
    till.act(event::Pay{});
    till.act(event::CashGiven{money("100.00")});
    till.act(event::CloseShift{});
    ASSERT_TRUE(till.at<stage::Counting>());
    EXPECT_EQ(till.at<stage::Counting>()->totals.expected_cash, money("1089.90"));
    till.scan("bread");
    EXPECT_EQ(till.refusal(), Refusal::CountFirst);
    till.act(event::CashCounted{money("1080.00")});
    const ShiftClosed closed = till.written<ShiftClosed>().at(0);
    EXPECT_EQ(closed.difference, money("-9.90"));
    const auto prints = till.all<effect::Print>();
    EXPECT_TRUE(std::holds_alternative<ZReport>(prints.back().what));
    EXPECT_FALSE(till.stage.desk.shift);
    till.act(event::NextCustomer{});
    EXPECT_TRUE(till.at<stage::NoShift>());
}

TEST(Shift, IsNumberedOnwards) {
    Counter till;
    event::Recovered before;
    before.last_shift = {7};
    till.start(before).sign_in().open_shift();
    EXPECT_EQ(till.stage.desk.shift->number, ShiftNumber{8});
}

TEST(Cash, IsMovedByThoseWhoMayAndWithASlip) {
    Counter till;
    till.ready();
    till.act(event::MoveCash{money("500.00"), "размен"});
    ASSERT_TRUE(till.at<stage::Asking>());
    till.act(event::ApprovalGiven{{"elena"}, "9999"});
    EXPECT_EQ(till.written<CashMoved>().at(0).amount, money("500.00"));
    EXPECT_THAT(till.all<effect::OpenDrawer>(), SizeIs(1));
    EXPECT_TRUE(std::holds_alternative<CashSlip>(till.all<effect::Print>().at(0).what));
}

TEST(Drawer, OpensWithoutASaleOnlyWhenThatIsOnDisk) {
    Counter till;
    till.ready();
    till.act(event::DrawerWanted{"размен"});
    EXPECT_THAT(till.all<effect::OpenDrawer>(), SizeIs(0));
    till.hold_journal = true;
    till.act(event::ApprovalGiven{{"elena"}, "9999"});
    EXPECT_THAT(till.all<effect::OpenDrawer>(), SizeIs(0));
    till.release();
    EXPECT_THAT(till.all<effect::OpenDrawer>(), SizeIs(1));
    EXPECT_EQ(till.written<DrawerOpened>().at(0).reason, "размен");
}

TEST(XReport, ShowsTheShiftSoFarAndPrintsIt) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.act(event::CashGiven{money("89.90")});
    till.act(event::ReportWanted{});
    const auto* asking = till.at<stage::Asking>();
    ASSERT_TRUE(asking);
    const auto& shown = std::get<stage::ShowReport>(asking->question);
    EXPECT_EQ(shown.report.totals.sold, money("89.90"));
    till.act(event::PrintAgain{});
    EXPECT_TRUE(std::holds_alternative<XReport>(till.all<effect::Print>().back().what));
    till.scan("bread");
    EXPECT_TRUE(till.at<stage::Ringing>());
}

TEST(Journal, WhenItRefusesAShiftTheShiftIsNotOpen) {
    Counter till;
    till.start().sign_in();
    till.disk_full = true;
    till.open_shift();
    EXPECT_TRUE(till.at<stage::NoShift>());
    EXPECT_EQ(till.refusal(), Refusal::JournalFailed);
}

TEST(Language, ChangesWhileAReceiptIsOpen) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::LanguageChosen{Language::English});
    EXPECT_EQ(till.stage.desk.language, Language::English);
    EXPECT_THAT(till.receipt().basket.lines, SizeIs(1));
}

TEST(News, OfSyncAndDevicesAreNumbersAndWordsOnTheScreen) {
    Counter till;
    till.start();
    till.act(event::SyncNews{{3, 1, std::nullopt, false}});
    EXPECT_EQ(std::get<stage::SyncOffline>(till.stage.sync).numbers.unsent, 3u);
    till.act(event::SyncNews{{0, 1, till.stage.desk.now, true}});
    EXPECT_EQ(std::get<stage::SyncOnline>(till.stage.sync).numbers.quarantined, 1u);
    till.act(event::DeviceNews{DeviceKind::Printer, DeviceMood::Attention, {"no_paper", {}}});
    EXPECT_TRUE(std::holds_alternative<stage::DevicesTroubled>(till.stage.devices));
    till.act(event::DeviceNews{DeviceKind::Printer, DeviceMood::Ready, {}});
    EXPECT_TRUE(std::holds_alternative<stage::DevicesReady>(till.stage.devices));
}

}  // namespace
}  // namespace kopilka::test
