// Returns by the policies of programmes and offers, from receipts that the engine priced itself.
#include "pos/sale/kept_result.h"
#include "pos/sale/lots.h"
#include "pos/sale/member_view.h"
#include "pos/sale/return.h"
#include "tests/sale/pricing_kit.h"

#include <rapidcheck.h>

namespace kopilka {
namespace {

std::string offer(const std::string& id, const std::string& keys) {
    return "[[offer]]\nid = \"" + id + "\"\nname = \"" + id + "\"\n" + keys + "\n";
}

// A shop that has sold its basket, and takes goods back.
struct Counter {
    explicit Counter(const std::string& offers) : shop(offers) {}

    void sell() {
        const PricedBasket priced = shop.price();
        Sale& sale = original.sale;
        sale.context = shop.context;
        sale.member = shop.member;
        sale.basket = shop.basket;
        sale.tenders = priced.paid;
        keep_result(sale, priced);
        sale.change = kNoMoney;  // `paid` is without it
        if (shop.member) book(sale);
    }
    tl::expected<PricedReturn, ReturnRefusal> preview(const std::vector<UnitRef>& units) const {
        return price_return(original, units,
                            {shop.context.at, &shop.publication, now ? &*now : nullptr});
    }
    PricedReturn take(const std::vector<UnitRef>& units) {
        const auto back = preview(units);
        if (!back) throw std::runtime_error("refused");
        original.returned.insert(original.returned.end(), back->units.begin(), back->units.end());
        original.paid_back.insert(original.paid_back.end(), back->tenders.begin(),
                                  back->tenders.end());
        Return entry;
        if (now) {
            entry.member = now->id;
            entry.ledger = back->ledger;
            entry.stamps = back->stamps;
            entry.total = back->total;
            book(entry);
        }
        return *back;
    }
    void book(const JournalEntry& entry) {
        JournalRecord record;
        record.entry = entry;
        now = view(now ? *now : *shop.member, std::span(&record, 1), NewPoints::AsRecorded);
    }
    std::string points() const {
        const auto found = now->accounts.find({"test"});
        return found == now->accounts.end()
                   ? "0"
                   : to_string(active_balance(found->second, shop.context.at.instant));
    }

    Shop shop;
    OriginalSale original;
    std::optional<MemberView> now;
};

std::string tenders(const PricedReturn& back) {
    constexpr std::array kKinds{"cash", "card", "sbp", "points", "certificate", "cashback"};
    std::string text;
    for (const Tender& tender : back.tenders)
        text += (text.empty() ? "" : ", ") +
                std::string(kKinds[static_cast<std::size_t>(tender.kind)]) + " " +
                to_string(tender.amount);
    return text;
}

struct Broken {
    std::string policy;
    std::vector<std::pair<std::uint32_t, std::string>> returns;  // unit, paid back
};

// Three at 100.00, 80.00 and 60.00, the cheapest free: 180.00 paid.
TEST(ReturnOfAGroup, KeepsEvaluatesAgainOrChargesBack) {
    const std::vector<Broken> examples{
        {"keep", {{1, "100.00"}, {3, "0.00"}, {2, "80.00"}}},
        // Without the dear one 140.00 are due: only 40.00 come back, and the rest with the others.
        {"evaluate_again", {{1, "40.00"}, {2, "80.00"}, {3, "60.00"}}},
        {"charge_back", {{1, "40.00"}, {2, "80.00"}, {3, "60.00"}}},
        // The free one comes back: what stays is no group, and cost what it cost.
        {"evaluate_again", {{3, "0.00"}, {1, "100.00"}, {2, "80.00"}}},
    };
    for (const Broken& example : examples) {
        Counter counter(offer(
            "three", "group = { take = 3, rewarded = 1 }\non_return = \"" + example.policy + "\""));
        counter.shop.add("a", "100.00");
        counter.shop.add("b", "80.00");
        counter.shop.add("c", "60.00");
        counter.sell();
        for (const auto& [line, paid] : example.returns)
            EXPECT_EQ(to_string(counter.take({{{line}, 0}}).total), paid)
                << example.policy << " " << line;
    }
}

TEST(ReturnBelowAThreshold, MayGiveMoreOnlyWhereItIsEvaluatedAgain) {
    // 10 % from 1000.00, 20 % from 2000.00 as one ladder; the second line takes the basket below.
    for (const auto& [policy, first, second] : {std::tuple{"keep", "800.00", "960.00"},
                                                {"evaluate_again", "680.00", "1080.00"},
                                                {"charge_back", "680.00", "1080.00"}}) {
        Counter counter(offer("ladder",
                              "lane = \"order\"\nladder = { by = \"amount\", steps = [ { from = "
                              "1000, percent = 10 }, { from = 2000, percent = 20 } ] }\n"
                              "on_return = \"" +
                                  std::string(policy) + "\""));
        counter.shop.add("a", "1000.00");
        counter.shop.add("b", "1200.00");
        counter.sell();
        EXPECT_EQ(to_string(counter.take({{{1}, 0}}).total), first) << policy;
        EXPECT_EQ(to_string(counter.take({{{2}, 0}}).total), second) << policy;
    }
}

TEST(ReturnInParts, NamesWhatEachPartAloneChanges) {
    Counter counter(offer("two",
                          "lane = \"order\"\namount_off = 50\n"
                          "when = { minimum_quantity = 2 }\non_return = \"charge_back\""));
    counter.shop.add("a", "100.00", "3");
    counter.sell();
    EXPECT_TRUE(counter.take({{{1}, 0}}).changes.empty());
    const PricedReturn second = counter.take({{{1}, 1}});
    ASSERT_EQ(second.changes.size(), 1U);
    EXPECT_TRUE(counter.take({{{1}, 2}}).changes.empty());
}

TEST(ReturnInParts, AsksBackAsManyGiftsAsWhatStaysWouldNotHaveHad) {
    Counter counter(offer("cups",
                          "gift = { sku = \"cup\" }\nfor_each = { quantity = 2 }\n"
                          "on_return = \"evaluate_again\""));
    counter.shop.add("tea", "100.00", "4");
    counter.sell();
    const PricedReturn first = counter.take({{{1}, 0}});
    ASSERT_EQ(first.gifts.size(), 1U);
    EXPECT_EQ(first.gifts[0].quantity, kOneUnit);
    EXPECT_TRUE(counter.take({{{1}, 1}}).gifts.empty());
    ASSERT_EQ(counter.take({{{1}, 2}, {{1}, 3}}).gifts.size(), 1U);
}

struct Mixed {
    std::string settings;
    std::string first, second;
};

// 300.00: 100.00 by certificate, 150.00 by card, 50.00 in cash of 70.00 handed over.
TEST(ReturnOfAMixedPayment, PaysBackInProportionOrInTheOrderOfTheSettings) {
    const std::vector<Mixed> examples{
        {"", "cash 16.67, certificate 33.33, card 50.00",
         "cash 33.33, certificate 66.67, card 100.00"},
        {"[settings]\nrefund_order = [\"certificate\", \"card\"]\n", "certificate 100.00",
         "card 150.00, cash 50.00"},
        {"[settings]\nrefund_order = [\"card\"]\n", "card 100.00",
         "card 50.00, cash 50.00, certificate 100.00"},
    };
    for (const Mixed& example : examples) {
        Counter counter(example.settings);
        counter.shop.add("a", "100.00");
        counter.shop.add("b", "100.00", "2");
        counter.shop.pay(TenderKind::Cash, "70.00");
        counter.shop.pay(TenderKind::Certificate, "100.00");
        counter.shop.pay(TenderKind::Card, "150.00");
        counter.sell();
        EXPECT_EQ(tenders(counter.take({{{1}, 0}})), example.first) << example.settings;
        EXPECT_EQ(tenders(counter.take({{{2}, 0}, {{2}, 1}})), example.second) << example.settings;
    }
}

struct Earned {
    std::string rules;
    std::string after_one, after_all;
};

// Ten points per full thousand of 15 500.00; then 10 000.00 of it come back.
TEST(ReturnOfEarnedPoints, IsProportionalRecalculatedOrNone) {
    const std::vector<Earned> examples{
        {"", "53", "0"},
        {"earn = { step = \"0.01\" }", "53.23", "0"},
        {"returns = { step = \"0.01\" }", "53.23", "0"},
        {"returns = { step = 110 }", "40", "0"},  // the last brings the rest
        {"returns = { earned = \"recalculated\" }", "50", "0"},
        {"returns = { earned = \"kept\" }", "150", "150"},
    };
    for (const Earned& example : examples) {
        Counter counter("[points]\n" + example.rules + "\n" +
                        offer("a", "points = { give = 10, each = 1000 }"));
        counter.shop.add("a", "10000.00");
        counter.shop.add("b", "5500.00");
        counter.shop.join();
        counter.sell();
        EXPECT_EQ(counter.points(), "150");
        counter.take({{{1}, 0}});
        EXPECT_EQ(counter.points(), example.after_one) << example.rules;
        counter.take({{{2}, 0}});
        EXPECT_EQ(counter.points(), example.after_all) << example.rules;
    }
}

TEST(ReturnOfEarnedPoints, LeavesTheLevelThatTheReceiptReached) {
    Counter counter(
        "[points]\nreturns = { earned = \"recalculated\" }\n[tiers]\npromotion = \"this_receipt\"\n"
        "[[tier]]\nid = \"gold\"\nname = \"G\"\nfrom = 10000\n" +
        offer("gold", "points = { give = 1, each = 500 }\nwhen = { tiers = \"gold\" }"));
    counter.shop.add("a", "6000.00");
    counter.shop.add("b", "4000.00");
    counter.shop.join();
    counter.sell();
    EXPECT_EQ(counter.points(), "20");
    counter.take({{{2}, 0}});
    EXPECT_EQ(counter.points(), "12");
}

TEST(ReturnOfEarnedPoints, ConcernsOnlyGoodsThatEarned) {
    Counter counter("[points]\n" +
                    offer("a", "points = { percent = 10 }\ngoods = { skus = \"tea\" }"));
    counter.shop.add("jam", "900.00");
    counter.shop.add("tea", "100.00");
    counter.shop.join();
    counter.sell();
    EXPECT_TRUE(counter.take({{{1}, 0}}).ledger.empty());
    EXPECT_EQ(counter.points(), "10");
    counter.take({{{2}, 0}});
    EXPECT_EQ(counter.points(), "0");
}

struct Lacking {
    std::string policy;
    std::string paid, balance;
};

// 10 points earned with 100.00, and spent elsewhere since but for 4.
TEST(ReturnOfPointsAlreadySpent, IsCarriedForgivenChargedOrRefused) {
    const std::vector<Lacking> examples{{"carried", "100.00", "-6"},
                                        {"forgiven", "100.00", "0"},
                                        {"charged", "94.00", "0"},
                                        {"refused", "", ""}};
    for (const Lacking& example : examples) {
        Counter counter("[points]\nreturns = { deficit = \"" + example.policy + "\" }\n" +
                        offer("a", "points = { percent = 10 }"));
        counter.shop.add("tea", "100.00");
        counter.shop.join();
        counter.sell();
        counter.now->accounts[{"test"}].lots[0].amount = Points::of(4'00);
        if (example.policy == "refused") {
            EXPECT_EQ(counter.preview({{{1}, 0}}).error(), ReturnRefusal::PointsSpent);
            continue;
        }
        EXPECT_EQ(to_string(counter.take({{{1}, 0}}).total), example.paid) << example.policy;
        EXPECT_EQ(counter.points(), example.balance) << example.policy;
    }
}

TEST(ReturnOfGoodsPaidWithPoints, BringsThePointsBackWhateverTheyPaidAs) {
    for (const std::string as : {"tender", "discount"}) {
        Counter counter("[points]\nspend = { as = \"" + as + "\" }\n");
        counter.shop.add("a", "100.00");
        counter.shop.add("b", "100.00");
        counter.shop.join().accounts[{"test"}].lots = {{Points::of(200'00), {}, std::nullopt}};
        counter.shop.pay(TenderKind::PointsPaid, "200.00");  // all of it
        counter.sell();
        EXPECT_EQ(counter.points(), "0");
        EXPECT_EQ(to_string(counter.take({{{1}, 0}}).total), "0.00") << as;
        EXPECT_EQ(counter.points(), "100") << as;
        counter.take({{{2}, 0}});
        EXPECT_EQ(counter.points(), "200") << as;
    }
}

TEST(ReturnOfAReward, BringsBackThePointsItCost) {
    Counter counter(
        "[points]\n" +
        offer("free", "percent = 100\ngoods = { skus = \"tea\" }\ncosts = { points = 30 }"));
    counter.shop.add("tea", "100.00");
    counter.shop.add("jam", "50.00");
    counter.shop.join().accounts[{"test"}].lots = {{Points::of(40'00), {}, std::nullopt}};
    counter.sell();
    EXPECT_EQ(counter.points(), "10");
    EXPECT_EQ(to_string(counter.take({{{2}, 0}}).total), "50.00");
    EXPECT_EQ(counter.points(), "10");
    EXPECT_EQ(to_string(counter.take({{{1}, 0}}).total), "0.00");
    EXPECT_EQ(counter.points(), "40");
}

TEST(ReturnOfStampedGoods, TakesTheirStampsBack) {
    Counter counter(offer("tenth", "stamps = { card = \"coffee\", every = 10 }"));
    counter.shop.add("latte", "100.00", "3");
    counter.shop.join().stamps["coffee"] = 8;
    counter.sell();
    EXPECT_EQ(counter.now->stamps["coffee"], 1);  // 8 + 2, one free for nine
    const PricedReturn paid = counter.take({{{1}, 1}});
    EXPECT_EQ(counter.now->stamps["coffee"], 0);
    // The free one, which cost nine, and the last that was paid.
    const PricedReturn rest = counter.take({{{1}, 0}, {{1}, 2}});
    EXPECT_EQ(counter.now->stamps["coffee"], 8);
    EXPECT_EQ(to_string(paid.total + rest.total), "200.00");
}

TEST(ReturnOfWhatEarnedAGift, AsksItBackWhereTheOfferSaysSoAndAlwaysWithAll) {
    for (const auto& [policy, at_once] : {std::pair{"keep", false}, {"charge_back", true}}) {
        Counter counter(offer("gift",
                              "gift = { sku = \"mug\" }\nwhen = { minimum_amount = 100 }\n"
                              "on_return = \"" +
                                  std::string(policy) + "\"") +
                        offer("next", "coupon = { prefix = \"NEXT-\" }"));
        counter.shop.add("tea", "60.00");
        counter.shop.add("jam", "60.00");
        counter.sell();
        PricedReturn back = counter.take({{{1}, 0}});
        EXPECT_EQ(back.gifts.size(), at_once ? 1U : 0U) << policy;
        EXPECT_TRUE(back.coupons.empty());
        back = counter.take({{{2}, 0}});
        EXPECT_EQ(back.gifts.size(), at_once ? 0U : 1U) << policy;
        EXPECT_EQ(back.coupons.size(), 1U);
    }
}

TEST(ReturnWithTaxOnTop, PaysTheTaxOfTheUnitBack) {
    Counter counter("");
    counter.shop.context.tax = TaxMode::Excluded;
    counter.shop.add("a", "10.01", "3");  // 30.03 + 6.01
    counter.sell();
    Money sum, tax;
    for (std::uint32_t unit = 0; unit < 3; ++unit) {
        const PricedReturn back = counter.take({{{1}, unit}});
        sum += back.total;
        tax += back.tax;
    }
    EXPECT_EQ(to_string(sum), "36.04");
    EXPECT_EQ(to_string(tax), "6.01");
}

// Whatever the policies, the payments and the order of returns: all units together pay back exactly
// the money that was paid, and the member's points are what they were before.
TEST(ReturnOfEverything, RestoresMoneyAndPoints) {
    rc::check([] {
        const auto one_of = [](std::vector<std::string> words) {
            return *rc::gen::elementOf(std::move(words));
        };
        Counter counter(
            "[points]\nspend = { as = \"" + one_of({"tender", "discount"}) +
            "\" }\nreturns = { earned = \"" + one_of({"proportional", "recalculated"}) + "\" }\n" +
            offer("three", "group = { take = 3, rewarded = 1 }\non_return = \"" +
                               one_of({"keep", "evaluate_again", "charge_back"}) + "\"") +
            offer("order",
                  "lane = \"order\"\namount_off = 20\nwhen = { minimum_amount = 100 }\n"
                  "on_return = \"" +
                      one_of({"keep", "evaluate_again", "charge_back"}) + "\"") +
            offer("reward",
                  "lane = \"order\"\npercent = 30\ncosts = { points = 5 }\n"
                  "when = " +
                      one_of({"{ minimum_amount = 50 }", "{ maximum_amount = 90 }",
                              "{ any = [ { minimum_amount = 100 }, { maximum_amount = 40 } ] }"}) +
                      "\non_return = \"" + one_of({"keep", "evaluate_again", "charge_back"}) +
                      "\"") +
            offer("pieces",
                  "percent = 90\npick = { which = \"cheapest\", units = 2 }\n"
                  "costs = { points = 3, per = \"unit\" }\non_return = \"" +
                      one_of({"keep", "evaluate_again", "charge_back"}) + "\"") +
            offer("earn", "points = { give = 1, each = 7 }"));
        std::vector<UnitRef> units;
        const auto lines = *rc::gen::inRange<std::uint32_t>(1, 5);
        for (std::uint32_t id = 1; id <= lines; ++id) {
            const auto count = *rc::gen::inRange<std::uint32_t>(1, 4);
            counter.shop.add("sku-" + std::to_string(id),
                             to_string(Money::of(*rc::gen::inRange<std::int64_t>(0, 9'999))),
                             std::to_string(count));
            for (std::uint32_t unit = 0; unit < count; ++unit) units.push_back({{id}, unit});
        }
        counter.shop.join().accounts[{"test"}].lots = {{Points::of(50'00), {}, std::nullopt}};
        Tender points;
        points.kind = TenderKind::PointsPaid;
        points.points = Points::of(*rc::gen::inRange<std::int64_t>(0, 50) * 100);
        if (!points.points.is_zero()) counter.shop.tenders.push_back(points);
        counter.shop.tenders.push_back({});  // cash, the rest
        counter.sell();
        Money paid, back;
        for (const Tender& tender : counter.original.sale.tenders)
            if (tender.kind == TenderKind::Cash) paid += tender.amount;
        while (!units.empty()) {
            const auto at = *rc::gen::inRange<std::size_t>(0, units.size());
            const PricedReturn one = counter.take({units[at]});
            RC_ASSERT(one.total >= kNoMoney);
            back += one.total;
            units.erase(units.begin() + static_cast<std::ptrdiff_t>(at));
        }
        RC_ASSERT(back == paid);
        RC_ASSERT(counter.points() == "50");
    });
}

}  // namespace
}  // namespace kopilka
