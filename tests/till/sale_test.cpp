#include "tests/till/counter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::test {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

// The order of the effects that leave the shop or make it durable.
std::vector<std::string> deeds(const Counter& till) {
    std::vector<std::string> deeds;
    for (const Effect& effect : till.effects) {
        if (const auto* journal = std::get_if<effect::Journal>(&effect)) {
            for (const JournalEntry& entry : journal->entries) {
                if (std::holds_alternative<Sale>(entry)) deeds.push_back("journal Sale");
                if (std::holds_alternative<CardAsked>(entry)) deeds.push_back("journal CardAsked");
                if (std::holds_alternative<CardAnswered>(entry))
                    deeds.push_back("journal CardAnswered");
                if (std::holds_alternative<PrintAsked>(entry))
                    deeds.push_back("journal PrintAsked");
                if (std::holds_alternative<PrintAnswered>(entry))
                    deeds.push_back("journal PrintAnswered");
            }
        }
        if (std::holds_alternative<effect::AskTerminal>(effect)) deeds.push_back("terminal");
        if (std::holds_alternative<effect::Print>(effect)) deeds.push_back("print");
        if (std::holds_alternative<effect::OpenDrawer>(effect)) deeds.push_back("drawer");
    }
    return deeds;
}

TEST(Sale, IsJournaledBeforeThePaperAndTheDrawer) {
    Counter till;
    till.ready().scan("milk").scan("bread");
    till.act(event::Pay{});
    till.act(event::CashGiven{money("200.00")});
    EXPECT_THAT(deeds(till), ElementsAre("journal Sale", "journal PrintAsked", "print", "drawer",
                                         "journal PrintAnswered"));
    ASSERT_TRUE(till.at<stage::Done>());
    EXPECT_EQ(till.at<stage::Done>()->done.change, money("65.10"));
    const auto sales = till.written<Sale>();
    ASSERT_THAT(sales, SizeIs(1));
    EXPECT_EQ(sales[0].number, ReceiptNumber{1});
    EXPECT_EQ(sales[0].total, money("134.90"));
    EXPECT_EQ(sales[0].change, money("65.10"));
    EXPECT_TRUE(till.drafts.empty());
}

TEST(Sale, PrintsNothingUntilItIsJournaled) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.hold_journal = true;
    till.forget();
    till.act(event::CashGiven{money("100.00")});
    EXPECT_TRUE(till.at<stage::Committing>());
    EXPECT_THAT(till.all<effect::Print>(), SizeIs(0));
    EXPECT_THAT(till.all<effect::OpenDrawer>(), SizeIs(0));
    EXPECT_TRUE(std::holds_alternative<stage::SeesDue>(till.stage.customer));
    till.release();
    EXPECT_THAT(till.all<effect::Print>(), SizeIs(1));
    EXPECT_TRUE(std::holds_alternative<stage::SeesThanks>(till.stage.customer));
}

TEST(Sale, ThatTheDiskRefusedHasNotHappenedAndCanBeTriedAgain) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.disk_full = true;
    till.act(event::CashGiven{money("100.00")});
    EXPECT_EQ(till.refusal(), Refusal::JournalFailed);
    ASSERT_TRUE(till.at<stage::Paying>());
    EXPECT_THAT(till.receipt().tenders, SizeIs(1));
    EXPECT_THAT(till.all<effect::Print>(), SizeIs(0));
    till.disk_full = false;
    till.act(event::Pay{});
    EXPECT_TRUE(till.at<stage::Done>());
    EXPECT_EQ(till.written<Sale>().at(0).number, ReceiptNumber{1});
}

TEST(Sale, AsksTheTerminalOnlyWhenTheIntentIsOnDisk) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.forget();
    till.act(event::TerminalChosen{TenderKind::Card, kNoMoney});
    EXPECT_THAT(deeds(till),
                ElementsAre("journal CardAsked", "terminal", "journal CardAnswered", "journal Sale",
                            "journal PrintAsked", "print", "journal PrintAnswered"));
    EXPECT_THAT(till.all<effect::OpenDrawer>(), SizeIs(0));
    const Sale sale = till.written<Sale>().at(0);
    ASSERT_THAT(sale.tenders, SizeIs(1));
    EXPECT_EQ(sale.tenders[0].kind, TenderKind::Card);
    EXPECT_EQ(sale.tenders[0].reference, till.written<CardAsked>().at(0).operation);
}

TEST(Sale, AnApprovedCardIsNotLostWhenTheDiskIsFull) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.hold_devices = true;
    till.act(event::TerminalChosen{TenderKind::Card, kNoMoney});
    till.disk_full = true;
    till.release();
    ASSERT_TRUE(till.at<stage::Paying>());
    EXPECT_THAT(till.receipt().tenders, SizeIs(1));
    till.disk_full = false;
    till.act(event::Pay{});
    EXPECT_THAT(till.written<CardAnswered>(), SizeIs(1));
    EXPECT_THAT(till.written<Sale>(), SizeIs(1));
}

TEST(Sale, MixedTendersAddUp) {
    Counter till;
    till.ready().scan("wine");
    till.act(event::AgeAnswered{true});
    till.act(event::Pay{});
    till.act(event::TerminalChosen{TenderKind::Sbp, money("300.00")});
    ASSERT_TRUE(till.at<stage::Paying>());
    EXPECT_EQ(till.receipt().priced.due, money("400.00"));
    till.act(event::CashGiven{money("500.00")});
    const Sale sale = till.written<Sale>().at(0);
    EXPECT_EQ(sale.change, money("100.00"));
    EXPECT_THAT(sale.tenders, SizeIs(2));
}

TEST(Sale, ADeclinedCardLeavesTheReceiptToPay) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.terminal = CardOutcome::Declined;
    till.act(event::TerminalChosen{TenderKind::Card, kNoMoney});
    EXPECT_EQ(till.refusal(), Refusal::Declined);
    ASSERT_TRUE(till.at<stage::Paying>());
    EXPECT_THAT(till.receipt().tenders, SizeIs(0));
    EXPECT_EQ(till.written<CardAnswered>().at(0).outcome, CardOutcome::Declined);
    till.act(event::CashGiven{money("89.90")});
    EXPECT_TRUE(till.at<stage::Done>());
}

TEST(Sale, AnUnknownPaymentIsAskedAgainNeverCharged) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.terminal = CardOutcome::Unknown;
    till.act(event::TerminalChosen{TenderKind::Card, kNoMoney});
    ASSERT_TRUE(till.at<stage::CardPending>());
    EXPECT_EQ(till.at<stage::CardPending>()->phase, stage::CardPhase::Unknown);
    till.act(event::NextCustomer{});
    EXPECT_EQ(till.refusal(), Refusal::WaitTerminal);
    till.terminal = CardOutcome::Approved;
    till.act(event::AskTerminalAgain{});
    EXPECT_TRUE(till.at<stage::Done>());
    EXPECT_THAT(till.all<effect::AskTerminal>(), SizeIs(1));
}

TEST(Sale, TheCashierMayTellWhatTheTerminalDoesNotKnow) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.terminal = CardOutcome::Unknown;
    till.act(event::TerminalChosen{TenderKind::Card, kNoMoney});
    till.act(event::PaymentTold{true});
    EXPECT_TRUE(till.at<stage::Done>());
    EXPECT_TRUE(till.written<CardAnswered>().at(0).told_by_cashier);
}

// The terminal approves, and hears of Back only then.
TEST(Sale, MoneyThatIsBeingGivenBackClosesNoReceipt) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.hold_devices = true;
    till.act(event::TerminalChosen{TenderKind::Card, kNoMoney});
    till.act(event::Back{});
    till.release();
    ASSERT_TRUE(till.at<stage::Paying>());
    EXPECT_THAT(till.written<Sale>(), SizeIs(0));
    EXPECT_EQ(till.receipt().priced.due, money("89.90"));
}

TEST(Sale, APaymentThatTheTerminalDoesNotCancelStands) {
    Counter till;
    till.cancels = false;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.hold_devices = true;
    till.act(event::TerminalChosen{TenderKind::Card, kNoMoney});
    till.act(event::Back{});
    till.release();
    EXPECT_THAT(till.written<Sale>(), SizeIs(1));
}

TEST(Sale, ATenderMayBeTakenBackBeforeTheReceiptCloses) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.act(event::CashGiven{money("10.00")});
    till.act(event::TerminalChosen{TenderKind::Card, money("20.00")});
    till.act(event::BackToBasket{});
    EXPECT_EQ(till.refusal(), Refusal::TakeMoneyBackFirst);
    till.act(event::TenderRemoved{1});
    ASSERT_TRUE(till.at<stage::Paying>());
    EXPECT_THAT(till.receipt().tenders, SizeIs(1));
    till.act(event::TenderRemoved{0});
    EXPECT_EQ(till.receipt().priced.due, money("89.90"));
    till.act(event::BackToBasket{});
    EXPECT_TRUE(till.at<stage::Ringing>());
}

TEST(Sale, TheDrawerOpensOnceAndNeverForACopy) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.act(event::CashGiven{money("100.00")});
    till.act(event::PrintAgain{});
    till.act(event::NextCustomer{});
    till.act(event::PrintAgain{});
    EXPECT_THAT(till.all<effect::OpenDrawer>(), SizeIs(1));
    const auto prints = till.all<effect::Print>();
    ASSERT_THAT(prints, SizeIs(3));
    EXPECT_EQ(prints[0].mark, CopyMark::Original);
    EXPECT_EQ(prints[1].mark, CopyMark::Copy);
    EXPECT_EQ(prints[2].mark, CopyMark::Copy);
    EXPECT_TRUE(till.written<PrintAsked>().at(1).copy);
}

TEST(Sale, AnUnconfirmedPaperIsAQuestionToTheCashier) {
    Counter till;
    till.ready().scan("milk");
    till.printer = PrintResult::Unknown;
    till.act(event::Pay{});
    till.act(event::CashGiven{money("100.00")});
    ASSERT_TRUE(till.at<stage::Printing>());
    till.act(event::PrintTold{true});
    EXPECT_TRUE(till.at<stage::Done>());
    EXPECT_TRUE(till.written<PrintAnswered>().at(0).told_by_cashier);
}

TEST(Sale, GoodsScannedWhilePayingAreRefusedUntilBackInTheBasket) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    const LocalTime frozen = *till.receipt().frozen_at;
    till.scan("bread");
    EXPECT_EQ(till.refusal(), Refusal::PayingNow);
    till.act(event::Tick{{{frozen.instant.ms + 60'000}, 180}});
    EXPECT_EQ(till.receipt().context.at, frozen);
    till.act(event::BackToBasket{});
    ASSERT_TRUE(till.at<stage::Ringing>());
    EXPECT_FALSE(till.receipt().frozen_at);
    EXPECT_GT(till.receipt().context.at, frozen);
    till.scan("bread");
    EXPECT_THAT(till.receipt().basket.lines, SizeIs(2));
}

TEST(Sale, AScanWhileTheTerminalWorksWaitsAndBeginsTheNextReceipt) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.hold_devices = true;
    till.act(event::TerminalChosen{TenderKind::Card, kNoMoney});
    till.scan("bread").scan("bread");
    EXPECT_THAT(till.stage.desk.waiting, SizeIs(2));
    till.release();
    ASSERT_TRUE(till.at<stage::Ringing>());
    EXPECT_EQ(till.receipt().basket.lines.at(0).quantity, units(2));
    EXPECT_THAT(till.stage.desk.waiting, SizeIs(0));
}

TEST(Sale, TooManyWaitingScansAreRefusedAudibly) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.hold_devices = true;
    till.act(event::TerminalChosen{TenderKind::Card, kNoMoney});
    for (std::size_t i = 0; i < kMostWaitingScans; ++i) till.scan("bread");
    EXPECT_FALSE(till.refusal());
    till.scan("bread");
    EXPECT_EQ(till.refusal(), Refusal::QueueFull);
    EXPECT_THAT(till.stage.desk.waiting, SizeIs(kMostWaitingScans));
}

}  // namespace
}  // namespace kopilka::test
