// The laws of the engine on random programmes and baskets.
#include "tests/laws/law.h"

#include <algorithm>
#include <regex>

namespace kopilka::laws {
namespace {

Money sum_of(const std::vector<Money>& parts) {
    Money sum;
    for (const Money part : parts) sum += part;
    return sum;
}

// "First" and "last" mean the order of lines in the receipt: such an offer says that order matters.
bool speaks_of_order(const Offer& offer) {
    return offer.money.remainder != Remainder::Largest || offer.limits.cap_in_order ||
           (offer.pick && offer.pick->which >= Pick::First) ||
           (offer.groups &&
            (offer.groups->rewarded >= Pick::First || offer.groups->form == GroupForm::LineOrder));
}
bool speaks_of_lines(const Offer& offer) {
    const auto* amount = offer.cut ? std::get_if<AmountOff>(&*offer.cut) : nullptr;
    const auto* ladder = offer.cut ? std::get_if<Ladder>(&*offer.cut) : nullptr;
    bool by_line = amount != nullptr && amount->per == AmountPer::Line;
    if (ladder != nullptr)
        for (const LadderStep& step : ladder->steps) {
            const auto* off = std::get_if<AmountOff>(&step.cut);
            by_line = by_line || (off != nullptr && off->per == AmountPer::Line);
        }
    return by_line || offer.money.per == RoundingPer::Line ||
           offer.money.shares != Rounding::Down || (offer.pick && offer.pick->per_line);
}

TEST(Laws, SumsAlwaysAgreeNothingIsNegativeAndNoDiscountIsAboveThePrice) {
    hold({}, [](Dice& dice) {
        const RandomShop shop = random_shop(dice);
        const Telling telling(shop);
        const PricedBasket priced = shop.price();
        Money net, tax;
        for (const PricedLine& line : priced.lines) {
            RC_ASSERT(line.net >= kNoMoney);
            RC_ASSERT(line.discount >= kNoMoney);
            RC_ASSERT(line.gross == line.net + line.discount);
            RC_ASSERT(sum_of(line.units) == line.net);
            for (const Money unit : line.units) RC_ASSERT(unit >= kNoMoney);
            for (const LineSaving& saving : line.savings) RC_ASSERT(saving.amount > kNoMoney);
            net += line.net;
            tax += line.tax;
        }
        RC_ASSERT(priced.tax_total == tax);
        RC_ASSERT(priced.total == net + (shop.context.tax == TaxMode::Excluded ? tax : kNoMoney));
        RC_ASSERT(priced.gross == priced.discount_total + net);
        RC_ASSERT(priced.due >= kNoMoney);
    });
}

TEST(Laws, EveryKopeckTakenOffByOffersIsExplained) {
    hold({}, [](Dice& dice) {
        const RandomShop shop = random_shop(dice);
        const Telling telling(shop);
        const PricedBasket priced = shop.price();
        std::map<OfferId, Money> saved, said;
        for (const PricedLine& line : priced.lines)
            for (const LineSaving& saving : line.savings)
                if (shop.publication.find_offer(saving.offer) != nullptr)
                    saved[saving.offer] += saving.amount;
        for (const Explanation& one : priced.explanations)
            if (one.outcome == Outcome::Applied && !one.amount.is_zero())
                said[one.offer] += one.amount;
        RC_ASSERT(said == saved);
    });
}

TEST(Laws, MinimumPricesHoldAgainstEveryOffer) {
    hold({}, [](Dice& dice) {
        Taste taste;
        taste.points = false;
        const RandomShop shop = random_shop(dice, taste);
        const Telling telling(shop);
        const PricedBasket priced = shop.price();
        for (std::size_t i = 0; i < priced.lines.size(); ++i) {
            const BasketLine& line = shop.basket.lines[i];
            if (!line.weighed && line.manual_discount.is_zero())
                for (const Money unit : priced.lines[i].units)
                    RC_ASSERT(unit >= line.minimum_price);
        }
    });
}

TEST(Laws, TheSameInputGivesTheSameBytes) {
    hold({}, [](Dice& dice) {
        const RandomShop shop = random_shop(dice);
        const Telling telling(shop);
        const PricedBasket priced = shop.price();
        RC_ASSERT(priced == shop.price());
        // Parsed again from the same text, as the server does.
        Shop again(shop.programme);
        again.basket = shop.basket;
        again.context = shop.context;
        again.member = shop.member;
        again.tenders = shop.tenders;
        RC_ASSERT(again.price().digest == priced.digest);
    });
}

void renumber(Basket& basket) {
    basket.next_line = LineId{1};
    for (BasketLine& line : basket.lines) {
        line.id = basket.next_line;
        ++basket.next_line.value;
    }
}

TEST(Laws, TheOrderOfLinesChangesNoTotal) {
    hold({}, [](Dice& dice) {
        const RandomShop shop = random_shop(dice);
        for (const Offer& offer : shop.publication.offers()) RC_PRE(!speaks_of_order(offer));
        RandomShop other = shop;
        auto& lines = other.basket.lines;
        for (int i = static_cast<int>(lines.size()) - 1; i > 0; --i)
            std::swap(lines[static_cast<std::size_t>(i)],
                      lines[static_cast<std::size_t>(dice.number(0, i))]);
        renumber(other.basket);
        const Telling telling({&shop, &other});
        RC_ASSERT(shop.price().total == other.price().total);
    });
}

// Pieces of one line on lines of their own.
Basket split(const Basket& basket) {
    Basket apart = basket;
    apart.lines.clear();
    for (const BasketLine& line : basket.lines)
        for (std::int64_t i = 0; i < std::max<std::int64_t>(1, line.quantity.count() / 1000); ++i) {
            apart.lines.push_back(line);
            if (!line.weighed) apart.lines.back().quantity = kOneUnit;
        }
    renumber(apart);
    return apart;
}

// Equal goods on one line.
Basket joined(const Basket& basket) {
    Basket together = basket;
    together.lines.clear();
    for (const BasketLine& line : basket.lines) {
        const auto same = std::ranges::find_if(together.lines, [&](BasketLine other) {
            other.quantity = line.quantity;
            other.id = line.id;
            return !line.weighed && other == line;
        });
        if (same == together.lines.end())
            together.lines.push_back(line);
        else
            same->quantity += line.quantity;
    }
    renumber(together);
    return together;
}

RandomShop where_only_goods_matter(Dice& dice) {
    RandomShop shop = random_shop(dice);
    for (const Offer& offer : shop.publication.offers())
        RC_PRE(!speaks_of_order(offer) && !speaks_of_lines(offer));
    // A discount by hand is of a whole line, and a floor stops a piece: there it matters which
    // piece the odd kopeck stood on.
    for (BasketLine& line : shop.basket.lines) line.manual_discount = line.minimum_price = {};
    shop.context.tax = TaxMode::None;  // rounded by line
    return shop;
}
void cost_the_same(const RandomShop& shop, const RandomShop& other) {
    const PricedBasket one = shop.price(), two = other.price();
    if (one.total == two.total && one.points == two.points) return;
    RC_LOG() << shop.story() << other.story();
    RC_FAIL("other lines, other price");
}

TEST(Laws, SplittingEqualLinesChangesNothingThatTheProgrammeDoesNotSay) {
    hold({}, [](Dice& dice) {
        const RandomShop shop = where_only_goods_matter(dice);
        RandomShop apart = shop;
        apart.basket = split(shop.basket);
        cost_the_same(shop, apart);
    });
}

TEST(Laws, JoiningEqualLinesChangesNothingThatTheProgrammeDoesNotSay) {
    hold({}, [](Dice& dice) {
        RandomShop shop = where_only_goods_matter(dice);
        shop.basket.lines.push_back(shop.basket.lines.front());
        renumber(shop.basket);
        RandomShop together = shop;
        together.basket = joined(shop.basket);
        cost_the_same(shop, together);
    });
}

// In a lane of the best, by `slack` at most.
void one_more_costs_no_more(Dice& dice, const Taste& taste, Money slack) {
    std::string fewer;
    const int offers = dice.number(0, 2);
    for (int id = 0; id < offers; ++id) fewer += random_offer(dice, taste, id);
    RandomShop small(fewer);
    fill(small, dice, taste);
    RandomShop large(fewer + random_offer(dice, taste, offers));
    large.basket = small.basket;
    large.member = small.member;
    large.context = small.context;
    if (large.price().discount_total + slack >= small.price().discount_total) return;
    RC_LOG() << small.story() << large.story();
    RC_FAIL("dearer with one more offer");
}

TEST(Laws, OneMoreOfferInABestLaneNeverCostsTheCustomerMore) {
    hold({}, [](Dice& dice) {
        Taste taste;
        taste.lanes = Taste::Lanes::Competing;
        taste.points = false;
        taste.exact = true;
        one_more_costs_no_more(dice, taste, kNoMoney);
    });
}

// Offers compete by what they take off before it is rounded.
TEST(Laws, OneMoreOfferInABestLaneNeverCostsTheCustomerMoreThanARounding) {
    hold({}, [](Dice& dice) {
        Taste taste;
        taste.lanes = Taste::Lanes::Competing;
        taste.points = false;
        one_more_costs_no_more(dice, taste, Money::of(1));
    });
}

TEST(Laws, ALargerRateNeverGivesASmallerDiscount) {
    hold({}, [](Dice& dice) {
        Taste taste;
        taste.points = false;
        const std::string offer = random_offer(dice, taste, 0);
        static const std::regex kRate("percent = \"([0-9]+)[.5]*\"");
        std::smatch rate;
        RC_PRE(std::regex_search(offer, rate, kRate) && offer.find("ladder") == std::string::npos);
        const int smaller = dice.number(0, 99);
        const auto with = [&](int percent) {
            return "[[lane]]\nid = \"goods\"\n[[lane]]\nid = \"order\"\n[[lane]]\nid = \"last\"\n" +
                   std::string(rate.prefix()) + "percent = " + std::to_string(percent) +
                   std::string(rate.suffix());
        };
        RandomShop less(with(smaller));
        fill(less, dice, taste);
        RandomShop more(with(dice.number(smaller + 1, 100)));
        more.basket = less.basket;
        more.member = less.member;
        more.context = less.context;
        const Telling telling({&less, &more});
        RC_ASSERT(more.price().discount_total >= less.price().discount_total);
    });
}

}  // namespace
}  // namespace kopilka::laws
