// Random programmes, as the text a marketer would write, and random baskets, members and tenders.
#pragma once
#include "tests/laws/dice.h"
#include "tests/sale/pricing_kit.h"

#include <string>

namespace kopilka::laws {

// Which cases to make.
struct Taste {
    int most_offers = 4;
    int most_lines = 6;
    int most_pieces = 3;  // of one line
    // Lanes: any, only those where offers follow each other, one where they compete, or one where
    // they compete for whole sums before others where they follow each other.
    enum class Lanes { Any, Following, Competing, CompetingFirst } lanes = Lanes::Any;
    // Offers that choose units: any; none; or on pieces of which no two ever cost the same, so that
    // nothing is left open.
    enum class Units { Any, None, Distinct } units = Units::Any;
    // Whole roubles and whole percentages: no rounding ever plays a part.
    bool exact = false;
    bool floors = true;   // minimum prices
    bool points = true;   // earned, spent, in lots
    bool company = true;  // exclusive offers, excluded ones, those that stop lanes
};

// One condition: such as the obvious engine knows, or any.
enum class Facts { Few, All };
std::string random_fact(Dice& dice, Facts facts = Facts::Few);
std::string random_goods(Dice& dice);  // the inside of goods = { … }
std::string random_offer(Dice& dice, const Taste& taste, int id);
std::string random_programme(Dice& dice, const Taste& taste);
void fill(Shop& shop, Dice& dice, const Taste& taste);  // basket, member, tenders

struct RandomShop : Shop {
    explicit RandomShop(std::string text) : Shop(text), programme(std::move(text)) {}
    std::string programme;
    std::string story() const;  // everything that is needed to see it again
};
RandomShop random_shop(Dice& dice, const Taste& taste = {});

}  // namespace kopilka::laws
