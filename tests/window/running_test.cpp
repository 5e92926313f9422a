// The till's windows over time: at rest, when they close, when the server dies.
#include "tests/window/counter.h"

#include <csignal>
#include <iostream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace kopilka {
namespace {

constexpr int kNothingSaid = 0;
constexpr double kPatience = 30;

// Per cent of one processor that the till takes while nobody touches it.
double load_at_rest(const Counter& counter, double seconds) {
    const double settling = 3;
    sleep_for(settling);
    const double before = counter.till().processor_ms();
    sleep_for(seconds);
    return (counter.till().processor_ms() - before) / (seconds * 1000) * 100;
}

void ring_up(Counter& counter) {
    counter.scan("4600000013794");
    EXPECT_TRUE(counter.sees("line.1"));
}

void pay_cash(Counter& counter) {
    counter.tap("pay");
    counter.tap("exact");
    counter.tap("next");
    EXPECT_TRUE(counter.sees("search"));
}

std::size_t sales_of(const Counter& counter) {
    std::size_t sales = 0;
    for (const auto& record : counter.journal())
        if (record.at("kind") == "Sale") ++sales;
    return sales;
}

#ifdef __SANITIZE_THREAD__
constexpr double kMostPercent = 5.0;  // everything takes several times as long
#else
constexpr double kMostPercent = 1.0;
#endif

TEST(WindowAtRest, TakesAtMostOnePercentOfAProcessor) {
    Counter counter;
    counter.open_till("1024x768", "ru");
    const double at_sign_in = load_at_rest(counter, 12);
    counter.sign_in();
    counter.open_shift();
    ring_up(counter);
    const double with_a_basket = load_at_rest(counter, 20);
    RecordProperty("at_sign_in_percent", std::to_string(at_sign_in));
    RecordProperty("with_a_basket_percent", std::to_string(with_a_basket));
    std::cout << "at rest: sign-in " << at_sign_in << " %, basket " << with_a_basket << " %\n"
              << counter.log();
    EXPECT_LE(at_sign_in, kMostPercent);
    EXPECT_LE(with_a_basket, kMostPercent);
}

TEST(ClosingTheWindow, EndsTheTillAndLosesNoRecord) {
    Counter counter;
    counter.open_till("1024x768", "ru");
    counter.sign_in();
    counter.open_shift();
    ring_up(counter);
    counter.tap("pay");
    counter.tap("exact");
    counter.close_window();  // at once: the record may be on its way to the disk
    EXPECT_EQ(counter.till().wait(kPatience), kNothingSaid) << counter.log();
    EXPECT_EQ(sales_of(counter), 1u);
    EXPECT_NE(counter.ask_till("journal verify").find("chain intact"), std::string::npos);
}

TEST(ASignalToEnd, EndsTheTillAndTheBasketComesBack) {
    Counter counter;
    counter.open_till("1024x768", "en");
    counter.sign_in();
    counter.open_shift();
    ring_up(counter);
    counter.till().signal(SIGTERM);
    EXPECT_EQ(counter.till().wait(kPatience), kNothingSaid) << counter.log();
    counter.open_till("1024x768", "en");
    counter.sign_in();
    EXPECT_TRUE(counter.sees("line.1") || counter.sees("confirm")) << counter.seen().cashier;
    counter.photograph("basket-is-back");
}

TEST(WithoutItsServer, TheTillSellsAndShowsWhatIsUnsent) {
    Counter counter;
    counter.open_till("1024x768", "en");
    counter.sign_in();
    counter.open_shift();
    EXPECT_TRUE(counter.everything_is_sent());
    counter.kill_server();
    ring_up(counter);
    pay_cash(counter);
    EXPECT_EQ(sales_of(counter), 1u);
    EXPECT_TRUE(counter.cashier_reads("Offline, "));
    EXPECT_GT(counter.outbox().at("unsent"), 0);
    counter.photograph("without-server");
    counter.start_server();
    EXPECT_TRUE(counter.everything_is_sent());
    EXPECT_TRUE(counter.cashier_reads("Unsent: 0"));
}

TEST(AScanner, LeavesNoTraceInAFieldThatIsOpen) {
    Counter counter;
    counter.open_till("1024x768", "en");
    counter.sign_in();
    counter.open_shift();
    ring_up(counter);
    counter.tap("pay");
    counter.type("50");  // towards an amount, at a real keyboard
    EXPECT_TRUE(counter.cashier_reads("50\n"));
    sleep_for(1);
    counter.scan("2900000000025");  // a card, held before the scanner too late
    EXPECT_TRUE(counter.sees("note.1000.00"));
    EXPECT_EQ(sales_of(counter), 0u) << "the scanner's Enter took the amount";
    counter.type("0");
    EXPECT_TRUE(counter.cashier_reads("500\n"));
    counter.press_enter();
    EXPECT_TRUE(counter.sees("next"));
    EXPECT_EQ(sales_of(counter), 1u);
}

}  // namespace
}  // namespace kopilka
