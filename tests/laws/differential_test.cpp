// The fast engine and the obvious one agree.
#include "tests/laws/law.h"
#include "tests/laws/obvious.h"

#include <algorithm>

namespace kopilka::laws {
namespace {

obvious::Answer obvious_price(const RandomShop& shop) {
    return obvious::price({shop.publication, shop.context, shop.member ? &*shop.member : nullptr,
                           shop.basket, shop.tenders});
}

std::int64_t net_of(const PricedBasket& priced) {
    Money sum;
    for (const PricedLine& line : priced.lines) sum += line.net;
    return sum.count();
}
std::int64_t sum_of(const obvious::Answer& answer) { return obvious::sum(answer.nets); }

std::string in_words(const obvious::Answer& answer) {
    std::string text = "obvious:";
    for (const std::int64_t net : answer.nets) text += " " + to_string(Money::of(net));
    for (const auto& [offer, amount] : answer.saved)
        text += "; " + offer.value + " " + to_string(Money::of(amount));
    for (const auto& [programme, points] : answer.redeemed)
        text += "; spent " + to_string(Points::of(points));
    for (const auto& [programme, points] : answer.earned)
        text += "; earned " + to_string(Points::of(points));
    return text + "\n";
}

// Equal goods may share a kopeck differently over their lines.
using Goods = std::pair<Sku, Money>;

void expect_equal(const RandomShop& shop) {
    const obvious::Answer answer = obvious_price(shop);
    RC_LOG() << shop.story() << in_words(answer);
    const PricedBasket priced = shop.price();
    std::map<OfferId, std::int64_t> saved;
    std::map<Goods, std::int64_t> nets, obvious_nets;
    for (std::size_t i = 0; i < priced.lines.size(); ++i) {
        const BasketLine& line = shop.basket.lines[i];
        nets[{line.sku, line.unit_price}] += priced.lines[i].net.count();
        obvious_nets[{line.sku, line.unit_price}] += answer.nets[i];
        for (const LineSaving& saving : priced.lines[i].savings)
            if (!saving.offer.value.empty()) saved[saving.offer] += saving.amount.count();
    }
    RC_ASSERT(saved == answer.saved);
    RC_ASSERT(nets == obvious_nets);
}

TEST(Differential, OffersThatFollowEachOtherGiveTheSameToTheKopeckWithAnyRounding) {
    hold({300, 500'000}, [](Dice& dice) {
        Taste taste;
        taste.lanes = Taste::Lanes::Following;
        taste.units = Taste::Units::None;
        taste.points = false;
        expect_equal(random_shop(dice, taste));
    });
}

TEST(Differential, GroupsPicksAndStampsTakeTheSamePieces) {
    hold({300, 500'000}, [](Dice& dice) {
        Taste taste;
        taste.lanes = Taste::Lanes::Following;
        taste.units = Taste::Units::Distinct;
        taste.points = false;
        expect_equal(random_shop(dice, taste));
    });
}

bool is_one_sum(const Offer& offer) {
    const auto* amount = offer.cut ? std::get_if<AmountOff>(&*offer.cut) : nullptr;
    return offer.limits.cap || (offer.cut && std::holds_alternative<Ladder>(*offer.cut)) ||
           (amount != nullptr && amount->per != AmountPer::Unit);
}

// Not for groups beside one sum for the whole order: that search is not exact.
TEST(Differential, OffersThatCompeteSaveTheMostThatAnyUseOfTheUnitsCould) {
    hold({200, 1'000'000}, [](Dice& dice) {
        Taste taste;
        taste.lanes = Taste::Lanes::Competing;
        taste.exact = true;
        taste.floors = false;
        taste.points = false;
        taste.most_offers = 3;
        taste.most_lines = 3;
        taste.most_pieces = 2;
        const RandomShop shop = random_shop(dice, taste);
        const auto& offers = shop.publication.offers();
        RC_PRE(
            std::ranges::none_of(offers, is_one_sum) ||
            std::ranges::none_of(offers, [](const Offer& one) { return one.groups.has_value(); }));
        const obvious::Answer answer = obvious_price(shop);
        RC_LOG() << shop.story() << in_words(answer);
        RC_ASSERT(net_of(shop.price()) == sum_of(answer));
    });
}

TEST(Differential, PointsAreSpentAndEarnedAlike) {
    hold({300, 500'000}, [](Dice& dice) {
        Taste taste;
        taste.lanes = Taste::Lanes::Following;
        taste.units = Taste::Units::None;
        const RandomShop shop = random_shop(dice, taste);
        const obvious::Answer answer = obvious_price(shop);
        RC_LOG() << shop.story() << in_words(answer);
        const PricedBasket priced = shop.price();
        std::map<std::string, std::int64_t> redeemed, earned;
        for (const PointsResult& points : priced.points) {
            if (!points.redeemed.is_zero())
                redeemed[points.programme.value] = points.redeemed.count();
            if (!points.earned.is_zero()) earned[points.programme.value] = points.earned.count();
        }
        RC_ASSERT(redeemed == answer.redeemed);
        RC_ASSERT(net_of(priced) == sum_of(answer));
        if (answer.sure_of_earned) RC_ASSERT(earned == answer.earned);
    });
}

}  // namespace
}  // namespace kopilka::laws
