// After a crash: the same basket, one question for each intent without an outcome, and the paper
// that nobody has yet.
#include "pos/till/finish.h"
#include "tests/till/counter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

event::Recovered crashed(const Counter& till) {
    event::Recovered recovered;
    recovered.shift = till.stage.desk.shift;
    recovered.last_shift = till.stage.desk.last_shift;
    recovered.last_receipt = till.stage.desk.last_receipt;
    recovered.last_draft = till.stage.desk.last_draft;
    for (const auto& [ref, draft] : till.drafts)
        if (draft.state == DraftState::Open) recovered.open_draft = draft;
    recovered.member = till.members.front();
    return recovered;
}

TEST(Recovery, BringsTheSameBasketBackAndSaysSo) {
    Counter till;
    till.ready().scan("milk").scan("milk").scan_card("291");
    Counter again;
    again.start(crashed(till));
    ASSERT_TRUE(again.at<stage::Ringing>());
    EXPECT_EQ(again.receipt().basket, till.receipt().basket);
    EXPECT_EQ(again.receipt().member->member.view, till.receipt().member->member.view);
    ASSERT_TRUE(again.stage.desk.said);
    EXPECT_EQ(again.stage.desk.said->words.key, "till.notice.basket_is_back");
}

// The shell asks for goods at the prices of that moment.
TEST(Recovery, KnowsWhenTheReceiptWasBegunHoweverLateItsLastLineIs) {
    Counter till;
    till.ready();
    const LocalTime begun = till.stage.desk.now;
    const auto later = [&](int minutes) {
        return event::Tick{{{begun.instant.ms + minutes * 60'000}, begun.offset_minutes}};
    };
    till.scan("milk");
    till.act(later(5));
    till.scan("milk");
    const event::Recovered recovered = crashed(till);
    EXPECT_EQ(recovered.open_draft->started, begun);

    Counter again;
    again.start(recovered);
    again.act(later(10));
    again.sign_in().scan("milk");
    const event::Recovered once_more = crashed(again);
    EXPECT_EQ(once_more.open_draft->basket.lines.at(0).quantity, units(3));
    EXPECT_EQ(once_more.open_draft->started, begun);
}

TEST(Recovery, TellsWhoeverSignsInThatTheBasketIsBack) {
    Counter till;
    till.ready().scan("milk");
    Counter again;
    again.start(crashed(till)).sign_in();
    EXPECT_EQ(again.stage.desk.said->words.key, "till.notice.basket_is_back");
    again.act(event::SignOut{});
    again.sign_in("nina");
    EXPECT_EQ(again.stage.desk.said->words.key, "till.notice.hello") << "it is told once";
}

TEST(Recovery, LeavesAPaymentOfBeforeToBeCancelled) {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.act(event::TerminalChosen{TenderKind::Card, money("50.00")});
    Counter again;
    again.start(crashed(till)).sign_in();
    ASSERT_TRUE(again.at<stage::Paying>());
    again.act(event::TenderRemoved{0});
    EXPECT_THAT(again.cancelled, ElementsAre(till.written<CardAsked>().at(0).operation));
    EXPECT_THAT(again.receipt().tenders, SizeIs(0));
}

event::Recovered crashed_while_the_card_was_read() {
    Counter till;
    till.ready().scan("milk");
    till.act(event::Pay{});
    till.hold_devices = true;
    till.act(event::TerminalChosen{TenderKind::Card, kNoMoney});
    event::Recovered recovered = crashed(till);
    recovered.intents = {till.written<CardAsked>().at(0)};
    return recovered;
}

TEST(Recovery, AsksOneQuestionForAPaymentOfUnknownOutcome) {
    const event::Recovered recovered = crashed_while_the_card_was_read();
    Counter again;
    again.start(recovered).sign_in();
    ASSERT_TRUE(again.at<stage::Questions>());
    again.scan("bread");
    EXPECT_EQ(again.refusal(), Refusal::AnswerFirst);
    again.act(event::PaymentTold{true});
    ASSERT_TRUE(again.at<stage::Paying>());
    EXPECT_TRUE(again.receipt().priced.due.is_zero());
    again.act(event::Pay{});
    EXPECT_EQ(again.written<Sale>().at(0).tenders.at(0).kind, TenderKind::Card);
    EXPECT_TRUE(again.written<CardAnswered>().at(0).told_by_cashier);
    EXPECT_THAT(again.all<effect::AskTerminal>(), SizeIs(0));
}

TEST(Recovery, OfAPaymentThatDidNotHappenLeavesItToPay) {
    const event::Recovered recovered = crashed_while_the_card_was_read();
    Counter again;
    again.terminal = CardOutcome::Declined;
    again.start(recovered).sign_in();
    again.act(event::AskTerminalAgain{});
    ASSERT_TRUE(again.at<stage::Paying>());
    EXPECT_EQ(again.receipt().priced.due, money("89.90"));
}

TEST(Recovery, AsksWhetherAReceiptCameOutAndNeverOpensTheDrawerAgain) {
    Counter again;
    event::Recovered recovered;
    recovered.shift = ShiftInProgress{{1}, {20'000}};
    recovered.intents = {PrintAsked{{{"nevsky-1"}, {1}, {5}}, false}};
    again.start(recovered).sign_in();
    ASSERT_TRUE(again.at<stage::Questions>());
    again.act(event::PaymentTold{true});
    EXPECT_EQ(again.refusal(), Refusal::AnswerFirst);
    again.act(event::PrintTold{false});
    EXPECT_TRUE(again.at<stage::Idle>());
    EXPECT_EQ(again.written<PrintAnswered>().at(0).result, PrintResult::NotPrinted);
    EXPECT_THAT(again.all<effect::OpenDrawer>(), SizeIs(0));
}

// The paper of the last sale, as the journal has it.
PaperRecord paper_of(const Counter& till, bool asked) {
    const OriginalSale& sale = till.sales.back();
    PaperRecord paper;
    paper.record.id = sale.id;
    paper.record.at = sale.at;
    paper.record.cashier = {"marina"};
    paper.record.entry = sale.sale;
    paper.hash = sale.hash;
    paper.asked = asked;
    paper.member = till.members.front();
    return paper;
}

Counter sold() {
    Counter till;
    till.ready().scan("milk").scan_card("291");
    till.act(event::Pay{});
    till.act(event::CashGiven{money("100.00")});
    return till;
}

// A short text that was moved away or emptied stays in its own buffer, but for its first letter.
bool remains_in(const std::string& emptied, const std::string& text) {
    const std::string buffer(emptied.data(), emptied.capacity());
    return buffer.find(text.substr(1)) != std::string::npos;
}

TEST(Recovery, KeepsThePaperForACopyWithNothingOfTheCustomersName) {
    event::Recovered recovered = crashed(sold());
    recovered.last_paper = paper_of(sold(), true);
    Counter again;
    again.start(recovered);
    EXPECT_EQ(std::get<SaleReceipt>(again.stage.desk.last_paper->paper).member_name, "");

    const Turn turn{again.world, again.stage.desk, nullptr, {}};
    stage::Finished paper = finished_again(turn, *recovered.last_paper);
    std::string& name = std::get<SaleReceipt>(paper.paper).member_name;
    const std::string was = name;
    ASSERT_EQ(was, recovered.last_paper->member->person.first_name);
    wipe_customer(paper);
    EXPECT_EQ(name, "");
    EXPECT_FALSE(remains_in(name, was));
}

TEST(Recovery, PrintsTheReceiptThatThePowerKeptFromThePrinter) {
    const Counter till = sold();
    event::Recovered recovered = crashed(till);
    recovered.last_paper = paper_of(till, false);
    Counter again;
    again.start(recovered);
    const auto printed = again.all<effect::Print>();
    ASSERT_THAT(printed, SizeIs(1));
    EXPECT_EQ(printed[0].mark, CopyMark::Original);
    const auto& paper = std::get<SaleReceipt>(printed[0].what);
    const SaleReceipt planned = std::get<SaleReceipt>(till.all<effect::Print>().at(0).what);
    EXPECT_EQ(paper.sale, planned.sale);
    EXPECT_EQ(paper.cashier, planned.cashier);
    EXPECT_EQ(paper.member_name, planned.member_name);
    EXPECT_THAT(planned.points, Not(IsEmpty()));
    EXPECT_EQ(paper.points, planned.points);
    EXPECT_EQ(paper.explanations, planned.explanations);
    EXPECT_THAT(again.all<effect::OpenDrawer>(), SizeIs(1)) << "the money is not in it yet";
    EXPECT_EQ(again.written<PrintAsked>().at(0).of, till.sales.back().id);
    again.sign_in();
    EXPECT_EQ(again.stage.desk.said->words.key, "till.notice.printed_late");
    EXPECT_TRUE(again.at<stage::Done>());
}

TEST(Recovery, OffersACopyOfAReceiptThatDidNotComeOut) {
    const Counter till = sold();
    event::Recovered recovered = crashed(till);
    recovered.last_paper = paper_of(till, true);
    recovered.intents = {PrintAsked{till.sales.back().id, false}};
    Counter again;
    again.start(recovered).sign_in();
    again.act(event::PrintTold{false});
    ASSERT_TRUE(again.at<stage::Done>());
    EXPECT_THAT(again.all<effect::Print>(), SizeIs(0));
    again.act(event::PrintAgain{});
    EXPECT_EQ(again.all<effect::Print>().at(0).mark, CopyMark::Copy);
    EXPECT_THAT(again.all<effect::OpenDrawer>(), SizeIs(0));
}

TEST(Recovery, KeepsTheLastPaperForACopy) {
    const Counter till = sold();
    event::Recovered recovered = crashed(till);
    recovered.last_paper = paper_of(till, true);
    Counter again;
    again.start(recovered).sign_in();
    ASSERT_TRUE(again.at<stage::Idle>());
    EXPECT_THAT(again.all<effect::Print>(), SizeIs(0));
    again.act(event::PrintAgain{});
    EXPECT_EQ(again.all<effect::Print>().at(0).mark, CopyMark::Copy);
}

}  // namespace
}  // namespace kopilka::test
