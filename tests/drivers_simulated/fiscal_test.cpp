#include "drivers/simulated/customer_display.h"
#include "drivers/simulated/fiscal_printer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::drivers {
namespace {

FiscalReceipt milk() {
    return {{{"Молоко", kOneUnit, Money::of(8990), {}, ""}}, Money::of(10000), kNoMoney, false};
}

TEST(SimulatedFiscalPrinter, NumbersAndSignsReceiptsAlikeEachTime) {
    SimulatedFiscalPrinter one, twin, other("0000000002");
    for (auto* printer : {&one, &twin, &other}) ASSERT_TRUE(printer->open_shift("Анна"));
    const auto first = one.register_receipt(milk());
    const auto second = one.register_receipt(milk());
    ASSERT_TRUE(first && second);
    EXPECT_THAT(*first, testing::MatchesRegex("[0-9]{10}"));
    EXPECT_NE(*first, *second);
    EXPECT_EQ(*first, *twin.register_receipt(milk()));
    EXPECT_NE(*first, *other.register_receipt(milk()));
    EXPECT_EQ(one.receipts().at(1).number, 2u);
}

TEST(SimulatedFiscalPrinter, KeepsShiftsWithTheirTotals) {
    SimulatedFiscalPrinter printer;
    EXPECT_EQ(printer.health().words.key, "device.fiscal_shift_closed");
    EXPECT_EQ(printer.register_receipt(milk()).error().code, Errc::Invalid);
    ASSERT_TRUE(printer.open_shift("Анна"));
    EXPECT_EQ(printer.open_shift("Анна").error().code, Errc::Busy);
    ASSERT_TRUE(printer.register_receipt(milk()));
    FiscalReceipt back = milk();
    back.is_return = true;
    ASSERT_TRUE(printer.register_receipt(back));
    EXPECT_EQ(printer.totals().receipts, 2u);
    EXPECT_EQ(printer.totals().sales, Money::of(8990));
    EXPECT_EQ(printer.totals().returns, Money::of(8990));
    EXPECT_EQ(*printer.close_shift(), "1");
    ASSERT_TRUE(printer.open_shift("Борис"));
    EXPECT_EQ(printer.totals().receipts, 0u);
    EXPECT_EQ(*printer.close_shift(), "2");
}

TEST(SimulatedFiscalPrinter, RefusesReceiptsThatDoNotAddUp) {
    SimulatedFiscalPrinter printer;
    ASSERT_TRUE(printer.open_shift("Анна"));
    FiscalReceipt empty, short_of_cash = milk(), change_from_a_card = milk(), negative = milk();
    short_of_cash.cash = Money::of(8989);
    change_from_a_card.cash = kNoMoney;
    change_from_a_card.electronic = Money::of(9000);
    negative.lines[0].total = Money::of(-1);
    for (const auto& receipt : {empty, short_of_cash, change_from_a_card, negative})
        EXPECT_EQ(printer.register_receipt(receipt).error().code, Errc::Invalid);
    EXPECT_TRUE(printer.receipts().empty());
}

TEST(SimulatedFiscalPrinter, MayRegisterAndNotSaySo) {
    SimulatedFiscalPrinter printer;
    ASSERT_TRUE(printer.open_shift("Анна"));
    printer.lose_next_answer();
    EXPECT_EQ(printer.register_receipt(milk()).error().code, Errc::Timeout);
    EXPECT_EQ(printer.receipts().size(), 1u);
    printer.set_off(true);
    EXPECT_EQ(printer.register_receipt(milk()).error().code, Errc::Disconnected);
    EXPECT_EQ(printer.health().state, DeviceState::Off);
}

TEST(SimulatedCustomerDisplay, ShowsTwoLinesOfTwentyLetters) {
    SimulatedCustomerDisplay display;
    ASSERT_TRUE(display.show("Молоко пастеризованное", "89,90 ₽"));
    EXPECT_EQ(display.upper(), "Молоко пастеризованн");
    EXPECT_EQ(display.lower(), "89,90 ₽");
    display.set_unplugged(true);
    EXPECT_EQ(display.show("", "").error().code, Errc::Disconnected);
    EXPECT_EQ(display.upper(), "Молоко пастеризованн");
}

}  // namespace
}  // namespace kopilka::drivers
