// What the till says of the golden baskets is complete and true: every kopeck off is some offer's,
// and what is said to be missing is missing by exactly that much.
#include "pos/app/basket_json.h"
#include "pos/app/publication_files.h"
#include "tests/price/golden.h"
#include "tests/sale/moved.h"

#include <algorithm>
#include <set>

namespace kopilka {
namespace {

std::optional<Shop> shop_of(const Golden& golden) {
    const auto publication = app::read_publication(golden.programme_file());
    if (!publication || golden.is_return()) return std::nullopt;
    const auto request = app::read_price_request(golden.input(), {}, *publication);
    if (!request) return std::nullopt;
    Shop shop(*publication);
    shop.context = request->context;
    shop.member = request->member;
    shop.basket = request->basket;
    shop.tenders = request->tenders;
    return shop;
}

std::vector<Explanation> explained(const Shop& shop) {
    return explain_every_offer(shop.publication, shop.context,
                               shop.member ? &*shop.member : nullptr, shop.basket, shop.tenders);
}

// Of one basket, what each of `programmes` took off as points that are a discount.
Money taken_by_points(const Shop& shop, const PricedBasket& priced) {
    Money taken;
    for (const PointsResult& points : priced.points) {
        const PointsRules& rules = *shop.publication.find_programme(points.programme)->points;
        if (rules.spend.as == PointsAs::Discount) taken += worth_in_money(points.redeemed, rules);
    }
    return taken;
}

Money off_lines(const PricedBasket& priced, const OfferId& offer) {
    Money off;
    for (const PricedLine& line : priced.lines)
        for (const LineSaving& saving : line.savings)
            if (saving.offer == offer) off += saving.amount;
    return off;
}

TEST(GoldenExplanations, NameEveryOfferAndAddUpToTheDiscount) {
    for (const Golden& golden : goldens()) {
        const auto shop = shop_of(golden);
        if (!shop) continue;
        const PricedBasket priced = shop->price();
        Money applied = taken_by_points(*shop, priced);
        std::set<OfferId> named;
        for (const Explanation& one : explained(*shop)) {
            named.insert(one.offer);
            if (one.outcome != Outcome::Applied) continue;
            applied += one.amount;
            EXPECT_EQ(one.amount, off_lines(priced, one.offer)) << golden.name << in_words(one);
        }
        EXPECT_EQ(applied, priced.discount_total) << golden.name;
        EXPECT_EQ(named.size(), shop->publication.offers().size()) << golden.name;
    }
}

bool still_missing(const Shop& shop, const Explanation& missing) {
    const Explanation now = shop.about(missing.offer.value);
    return now.outcome == Outcome::Missing && now.condition == missing.condition;
}

// Both ways to be there: what is missing itself, and for a level what is lacking to it.
using Move = std::optional<Shop> (*)(const Shop&, const Explanation&, Aim);
constexpr Move kMoves[]{moved, risen};

TEST(GoldenExplanations, WhatIsMissingIsMissingByExactlyThatMuch) {
    std::set<ConditionKind> seen;
    for (const Golden& golden : goldens()) {
        const auto shop = shop_of(golden);
        if (!shop) continue;
        for (const Explanation& one : explained(*shop)) {
            if (one.outcome != Outcome::Missing) continue;
            const std::string story = golden.name + ": " + in_words(one);
            // What an offer does not want is named; how far it is, nobody can say.
            const bool far = one.condition != ConditionKind::ExclusiveOffer &&
                             !std::holds_alternative<std::monostate>(one.distance);
            EXPECT_EQ(moved(*shop, one, Aim::Exactly).has_value(), far) << story;
            for (const Move move : kMoves) {
                const auto there = move(*shop, one, Aim::Exactly);
                if (!there) continue;
                seen.insert(one.condition);
                EXPECT_FALSE(still_missing(*there, one)) << story;
                const auto almost = move(*shop, one, Aim::JustShort);
                EXPECT_TRUE(!almost || almost->about(one.offer.value).outcome == Outcome::Missing)
                    << story;
            }
        }
    }
    using enum ConditionKind;
    for (const ConditionKind kind :
         {MinimumAmount, MinimumQuantity, Goods, DateRange, Hours, Weekday, Shop, Tier, Tag,
          NthPurchase, LifetimeSpend, DaysSincePurchase, Birthday, Stamps, PointsBalance,
          PaymentMethod})
        EXPECT_TRUE(seen.contains(kind)) << "no golden basket misses " << static_cast<int>(kind);
}

}  // namespace
}  // namespace kopilka
