// A whole sale in the till's real windows, by hand and by scanner.
#include "tests/support/shell.h"
#include "tests/window/counter.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace kopilka {
namespace {

const std::string kAnnasCard = "KT1-D3M0ANNA7Q2X8W5R9T4V6ZKH0Y";
const std::string kAnna = "d0000000000000000000000000000001";
const std::string kChocolate = "4600000013794";

nlohmann::json only_sale(const nlohmann::json& journal) {
    nlohmann::json sale;
    for (const auto& record : journal)
        if (record.at("kind") == "Sale") {
            EXPECT_TRUE(sale.is_null()) << "a second sale";
            sale = record;
        }
    return sale;
}

std::int64_t kopecks(std::string sum) {
    std::erase(sum, '.');
    return std::stoll(sum);
}

struct Way {
    std::string size, language;
};
class SaleInTheWindow : public testing::TestWithParam<Way> {};

TEST_P(SaleInTheWindow, OfAMemberWhoSpendsPointsIsJournaledAndSent) {
    const bool russian = GetParam().language == "ru";
    Counter counter;
    counter.open_till(GetParam().size, GetParam().language);
    counter.tap("cashier.marina");
    counter.tap_keys("1111");
    counter.photograph("1-sign-in");
    counter.tap("enter");
    EXPECT_TRUE(counter.sees("open_shift"));
    counter.photograph("2-shift");
    counter.open_shift();
    EXPECT_TRUE(counter.sees("pay"));
    counter.photograph("3-welcome");

    counter.scan(kAnnasCard);
    EXPECT_TRUE(counter.cashier_reads("Анна Ковалёва"));
    counter.photograph("4-member");
    // A scanner sends keys; what letters the desktop makes of them must not matter.
    run("setxkbmap ru");
    counter.scan(kChocolate);
    EXPECT_TRUE(counter.sees("line.1"));
    run("setxkbmap us");
    counter.scan(kChocolate);
    counter.tap("goods.COF-CAPPUCCINO-300");
    counter.tap("goods.COF-CAPPUCCINO-300");
    EXPECT_TRUE(counter.sees("line.2"));
    EXPECT_TRUE(counter.customer_reads("Анна"));
    EXPECT_TRUE(counter.customer_reads(russian ? "Капучино 300 мл" : "Cappuccino 300 ml"));
    counter.photograph("5-basket");

    counter.tap("pay");
    counter.tap("points");
    EXPECT_TRUE(counter.sees("points.all"));  // the payment screen has keys of the same names
    counter.tap_keys("50");
    counter.photograph("6-points");
    counter.tap("confirm");
    EXPECT_TRUE(counter.sees("note.1000.00"));
    counter.photograph("7-payment");
    counter.tap("note.1000.00");
    EXPECT_TRUE(counter.sees("next"));
    EXPECT_TRUE(counter.customer_reads(russian ? "Спасибо, Анна!" : "Thank you, Анна!"));
    counter.photograph("8-done");
    counter.tap("next");
    EXPECT_TRUE(counter.sees("pay"));

    const nlohmann::json sale = only_sale(counter.journal());
    EXPECT_EQ(sale.at("member"), kAnna);
    EXPECT_EQ(sale.at("lines"), 2);
    EXPECT_EQ(sale.at("paid"), "points 50.00, cash 1000.00");
    EXPECT_EQ(kopecks(sale.at("total")) + kopecks(sale.at("change")), 105'000);
    EXPECT_NE(counter.ask_till("journal verify").find("chain intact"), std::string::npos);
    EXPECT_TRUE(counter.everything_is_sent());
    EXPECT_TRUE(counter.outbox().at("quarantined").empty());
}

INSTANTIATE_TEST_SUITE_P(Sizes, SaleInTheWindow,
                         testing::Values(Way{"1024x768", "ru"}, Way{"1920x1080", "en"}),
                         [](const auto& way) { return way.param.language + "_" + way.param.size; });

}  // namespace
}  // namespace kopilka
