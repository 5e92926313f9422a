#include "pos/sale/return.h"

#include "pos/loyalty/parse.h"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace kopilka {
namespace {

Money money(const char* text) { return *parse_money(text); }
const LocalTime kNow{{1'773'000'000'000}, 180};
constexpr std::int64_t kDay = 86'400'000;

PricedLine priced_line(std::uint32_t id, std::vector<std::int64_t> units) {
    PricedLine line;
    line.id = {id};
    for (const std::int64_t unit : units) {
        line.units.push_back(Money::of(unit));
        line.net += Money::of(unit);
    }
    return line;
}

// 100.00 and 200.00 in two lines of two and one unit; 90.00 of it by points; 30 points earned.
OriginalSale original() {
    OriginalSale sale;
    sale.sale.lines = {priced_line(1, {5'000, 5'000}), priced_line(2, {20'000})};
    sale.sale.total = money("300.00");
    sale.sale.tenders = {{TenderKind::PointsPaid, money("90.00"), Points::of(9'000), {"p"}, {}},
                         {TenderKind::Cash, money("250.00"), {}, {}, {}}};
    sale.sale.change = money("40.00");
    LedgerEntry spent;
    spent.kind = LedgerKind::Redemption;
    spent.programme = {"p"};
    spent.amount = Points::of(-9'000);
    LedgerEntry earned;
    earned.programme = {"p"};
    earned.operation = 1;
    earned.amount = Points::of(3'000);
    sale.sale.ledger = {spent, earned};
    return sale;
}

TEST(PriceReturn, PaysBackMoneyAndPointsInTheSharesTheyWerePaid) {
    const std::vector<UnitRef> units{{{1}, 1}};
    const auto back = price_return(original(), units, {kNow});
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(back->total, money("35.00"));
    ASSERT_EQ(back->ledger.size(), 2u);
    EXPECT_EQ(back->ledger[0].kind, LedgerKind::Reversal);
    EXPECT_EQ(back->ledger[0].amount, Points::of(1'500));
    EXPECT_EQ(back->ledger[1].amount, Points::of(-500));
}

TEST(PriceReturn, RefusesInItsOrder) {
    OriginalSale sale = original();
    sale.returned = {{{1}, 0, money("35.00")}};
    struct Case {
        std::vector<UnitRef> units;
        ReturnRefusal why;
    };
    const std::vector<Case> cases{{{}, ReturnRefusal::NothingChosen},
                                  {{{{1}, 1}, {{1}, 1}}, ReturnRefusal::ChosenTwice},
                                  {{{{1}, 2}}, ReturnRefusal::NoSuchUnit},
                                  {{{{9}, 0}}, ReturnRefusal::NoSuchUnit},
                                  {{{{1}, 0}}, ReturnRefusal::AlreadyReturned}};
    for (const Case& one : cases) {
        const auto back = price_return(sale, one.units, {kNow});
        ASSERT_FALSE(back.has_value());
        EXPECT_EQ(back.error(), one.why);
    }
}

TEST(PriceReturn, PointsWhoseLotIsAboutToExpireComeBackInALotThatLives) {
    const PublicationFile file{
        "p.toml", "programme = \"p\"\nname = \"P\"\n[points]\nlots = { restored_days = 7 }\n"};
    const auto publication = parse_publication(std::vector{file});
    ASSERT_TRUE(publication);
    const auto lot_after = [](std::int64_t expires_in_days, const Publication* known) {
        OriginalSale sale = original();
        sale.sale.ledger[0].expires = Instant{kNow.instant.ms + expires_in_days * kDay};
        const std::vector<UnitRef> units{{{2}, 0}};
        return price_return(sale, units, {kNow, known, nullptr})->ledger[0];
    };
    EXPECT_EQ(lot_after(31, nullptr).kind, LedgerKind::Reversal);
    EXPECT_EQ(lot_after(29, nullptr).kind, LedgerKind::Restored);
    EXPECT_EQ(lot_after(-5, nullptr).expires, (Instant{kNow.instant.ms + 30 * kDay}));
    EXPECT_EQ(lot_after(29, &*publication).kind, LedgerKind::Reversal);
}

// Whatever the order and grouping of returns, all units together pay back all that was paid.
TEST(PriceReturn, OfEveryUnitPaysBackExactlyWhatWasPaid) {
    rc::check([] {
        OriginalSale sale;
        std::vector<UnitRef> units;
        const auto lines = *rc::gen::inRange<std::uint32_t>(1, 6);
        for (std::uint32_t id = 1; id <= lines; ++id) {
            auto nets = *rc::gen::container<std::vector<std::int64_t>>(
                rc::gen::inRange<std::int64_t>(0, 50'000));
            nets.push_back(1);
            for (std::uint32_t unit = 0; unit < nets.size(); ++unit) units.push_back({{id}, unit});
            sale.sale.lines.push_back(priced_line(id, std::move(nets)));
            sale.sale.total += sale.sale.lines.back().net;
        }
        const Money points =
            Money::of(*rc::gen::inRange<std::int64_t>(0, sale.sale.total.count() + 1));
        sale.sale.tenders = {{TenderKind::PointsPaid, points, {}, {"p"}, {}},
                             {TenderKind::Card, sale.sale.total - points, {}, {}, {}}};
        LedgerEntry earned;
        earned.amount = Points::of(*rc::gen::inRange<std::int64_t>(0, 99'999));
        sale.sale.ledger = {earned};

        Money money;
        Points reversed;
        while (!units.empty()) {
            const auto pick = *rc::gen::inRange<std::size_t>(1, units.size() + 1);
            std::vector<UnitRef> some;
            for (std::size_t i = 0; i < pick; ++i) {
                const auto at = *rc::gen::inRange<std::size_t>(0, units.size());
                some.push_back(units[at]);
                units.erase(units.begin() + static_cast<std::ptrdiff_t>(at));
            }
            const auto back = price_return(sale, some, {kNow});
            RC_ASSERT(back.has_value());
            RC_ASSERT(back->total >= kNoMoney);
            money += back->total;
            for (const LedgerEntry& entry : back->ledger) reversed += entry.amount;
            sale.returned.insert(sale.returned.end(), back->units.begin(), back->units.end());
        }
        RC_ASSERT(money == sale.sale.total - points);
        RC_ASSERT(reversed == -earned.amount);
    });
}

}  // namespace
}  // namespace kopilka
