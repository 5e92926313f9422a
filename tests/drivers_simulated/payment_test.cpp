#include "drivers/simulated/cash_drawer.h"
#include "drivers/simulated/payment_terminal.h"

#include <gtest/gtest.h>

namespace kopilka::drivers {
namespace {

const Money kSum = Money::of(86400);

struct PlanCase {
    TerminalPlan plan;
    PaymentOutcome now;
    PaymentOutcome truth;
    const char* words;  // of the truth
};

TEST(SimulatedPaymentTerminal, AnswersAsPlannedAndTellsTheTruthWhenAskedAgain) {
    using enum PaymentOutcome;
    const PlanCase cases[] = {
        {TerminalPlan::Approve, Approved, Approved, ""},
        {TerminalPlan::DeclineNoMoney, Declined, Declined, "device.terminal_no_money"},
        {TerminalPlan::DeclineCard, Declined, Declined, "device.terminal_card_refused"},
        {TerminalPlan::DeclineByCustomer, Declined, Declined, "device.terminal_by_customer"},
        {TerminalPlan::LoseAnswerApproved, Unknown, Approved, ""},
        {TerminalPlan::LoseAnswerDeclined, Unknown, Declined, "device.terminal_no_money"},
        {TerminalPlan::LoseRequest, Unknown, Declined, "device.terminal_never_heard"},
    };
    for (const auto& expected : cases) {
        SCOPED_TRACE(static_cast<int>(expected.plan));
        SimulatedPaymentTerminal terminal;
        terminal.plan(expected.plan);
        EXPECT_EQ(terminal.pay(kSum, "till1-1-5").outcome, expected.now);
        const PaymentAnswer truth = terminal.ask_again("till1-1-5");
        EXPECT_EQ(truth.outcome, expected.truth);
        EXPECT_EQ(truth.words.key, expected.words);
        EXPECT_EQ(terminal.charged(), truth.outcome == Approved ? kSum : kNoMoney);
    }
}

TEST(SimulatedPaymentTerminal, NeverChargesOneOperationTwice) {
    SimulatedPaymentTerminal terminal;
    terminal.plan(TerminalPlan::LoseAnswerApproved);
    EXPECT_EQ(terminal.pay(kSum, "a").outcome, PaymentOutcome::Unknown);
    const PaymentAnswer again = terminal.pay(kSum, "a");
    EXPECT_EQ(again.outcome, PaymentOutcome::Approved);
    EXPECT_EQ(again.reference, terminal.ask_again("a").reference);
    EXPECT_EQ(terminal.transactions(), 1);
    EXPECT_EQ(terminal.pay(Money::of(1), "a").words.key, "device.terminal_other_amount");
    EXPECT_EQ(terminal.charged(), kSum);
}

TEST(SimulatedPaymentTerminal, CancelsOnceAndForGood) {
    SimulatedPaymentTerminal terminal;
    terminal.pay(kSum, "a");
    EXPECT_EQ(terminal.cancel("a").outcome, PaymentOutcome::Approved);
    EXPECT_EQ(terminal.cancel("a").outcome, PaymentOutcome::Approved);
    EXPECT_EQ(terminal.charged(), kNoMoney);
    EXPECT_EQ(terminal.pay(kSum, "a").outcome, PaymentOutcome::Declined);
    terminal.cancel("never sent");
    EXPECT_EQ(terminal.pay(kSum, "never sent").words.key, "device.terminal_cancelled");
}

TEST(SimulatedPaymentTerminal, KnowsNothingWhileItIsOff) {
    SimulatedPaymentTerminal terminal;
    terminal.set_off(true);
    EXPECT_EQ(terminal.pay(kSum, "a").outcome, PaymentOutcome::Unknown);
    EXPECT_EQ(terminal.health().state, DeviceState::Off);
    terminal.set_off(false);
    EXPECT_EQ(terminal.ask_again("a").words.key, "device.terminal_never_heard");
}

TEST(SimulatedCashDrawer, CountsKicksAndKnowsWhetherItIsOpen) {
    SimulatedCashDrawer drawer;
    EXPECT_EQ(drawer.is_open(), false);
    EXPECT_TRUE(drawer.open());
    EXPECT_EQ(drawer.is_open(), true);
    EXPECT_EQ(drawer.health().words.key, "device.drawer_open");
    drawer.close();
    EXPECT_EQ(drawer.is_open(), false);
    drawer.set_tells(false);
    EXPECT_EQ(drawer.is_open(), std::nullopt);
    drawer.set_unplugged(true);
    EXPECT_EQ(drawer.open().error().code, Errc::Disconnected);
    EXPECT_EQ(drawer.kicks(), 1);
}

}  // namespace
}  // namespace kopilka::drivers
