// What an explanation says is missing is what is missing: move by exactly that much and the
// condition holds, by the smallest step less and it does not.
#include "tests/laws/law.h"
#include "tests/sale/moved.h"

#include <algorithm>
#include <set>

namespace kopilka::laws {
namespace {

// One condition on one offer: the distance belongs to it and to nothing else.
RandomShop shop_with_one_condition(Dice& dice) {
    Taste taste;
    taste.points = false;
    RandomShop shop("[points]\n[[tier]]\nid = \"gold\"\nname = \"Gold\"\nlifetime_spend = 1000\n" +
                    std::string("[[offer]]\nid = \"o0\"\nname = \"O\"\npercent = 50\nwhen = { ") +
                    random_fact(dice, Facts::All) + " }\n");
    fill(shop, dice, taste);
    if (shop.member) {
        const Date today = local_date(shop.context.at);
        shop.member->joined = plus_days(today, -dice.number(0, 900));
        if (dice.once_in(2))
            shop.member->birthday = plus_days(today, -10'000 - dice.number(0, 366));
        if (dice.once_in(2)) shop.member->last_purchase = plus_days(today, -dice.number(0, 100));
    }
    return shop;
}

std::optional<Explanation> missing_in(const Shop& shop) {
    const Explanation one = shop.about("o0");
    return one.outcome == Outcome::Missing ? std::optional(one) : std::nullopt;
}

TEST(ExplanationLaws, WhatIsMissingIsEnoughAndNotTooMuch) {
    std::set<ConditionKind> seen;
    hold({2'000, 100'000}, [&](Dice& dice) {
        const RandomShop shop = shop_with_one_condition(dice);
        const auto missing = missing_in(shop);
        if (!missing) return;
        const auto there = moved(shop, *missing, Aim::Exactly);
        if (!there) return;
        seen.insert(missing->condition);
        const Telling telling(shop);
        const auto still = missing_in(*there);
        if (still && still->condition == missing->condition) {
            RC_LOG() << there->outcomes() << "\n";
            RC_FAIL("it is there and still missing");
        }
        const auto almost = moved(shop, *missing, Aim::JustShort);
        if (!almost) return;
        const auto short_of = missing_in(*almost);
        if (short_of && short_of->condition == missing->condition) return;
        RC_LOG() << almost->outcomes() << "\n";
        RC_FAIL("not missing a step short of it");
    });
    using enum ConditionKind;
    for (const ConditionKind kind :
         {MinimumAmount, MinimumQuantity, Goods, DateRange, Weekday, Hours, Shop, Till, Channel,
          Tier, Segment, Tag, MembershipAge, NthPurchase, LifetimeSpend, DaysSincePurchase,
          Birthday, Stamps, PointsBalance})
        EXPECT_TRUE(seen.contains(kind)) << "no case of " << static_cast<int>(kind);
}

// Of whole programmes: each offer that price() explains is said once for each outcome, and what was
// applied adds up to the discount.
TEST(ExplanationLaws, EveryOfferIsExplainedAndAppliedSumsUpToTheDiscount) {
    hold({}, [](Dice& dice) {
        Taste taste;
        taste.points = false;
        const RandomShop shop = random_shop(dice, taste);
        const Telling telling(shop);
        const auto explained =
            explain_every_offer(shop.publication, shop.context,
                                shop.member ? &*shop.member : nullptr, shop.basket, shop.tenders);
        Money applied, by_hand;
        std::set<OfferId> offers;
        for (const Explanation& one : explained) {
            offers.insert(one.offer);
            if (one.outcome == Outcome::Applied) applied += one.amount;
            RC_ASSERT((one.outcome == Outcome::Lost) == one.lost_to.has_value());
            RC_ASSERT(one.outcome != Outcome::Missing || one.condition != ConditionKind::None);
        }
        RC_ASSERT(offers.size() == shop.publication.offers().size());
        for (const BasketLine& line : shop.basket.lines)
            by_hand += std::min(line.manual_discount, gross(line));
        RC_ASSERT(applied + by_hand == shop.price().discount_total);
    });
}

}  // namespace
}  // namespace kopilka::laws
