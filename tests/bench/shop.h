// The shops, baskets and customers that are priced in benchmarks.
#pragma once
#include "pos/loyalty/programme.h"
#include "pos/sale/price.h"

#include <optional>
#include <string>
#include <vector>

namespace kopilka::bench {

struct Counter {
    Publication publication;
    PriceContext context;
    std::optional<MemberView> member;
    Basket basket;
    std::vector<Tender> tenders;
    PricedBasket price() const;
    void price_into(PricedBasket& priced) const;  // again and again, as the server prices
};

// Ends the program with the first mistake where the text has one.
Publication parsed(const std::string& offers);
Publication demo_publication();  // assets/demo/publication.toml

// `lines` lines of one to three pieces; each in a category of its own, "c0", "c1", …
Basket basket_of(int lines);
MemberView regular_customer();  // two years of history, a tier, twelve lots
Counter counter_with(Publication publication, Basket basket);

// `count` offers as a supermarket mixes them, on categories c0 … c39: percentages, fixed prices,
// groups, ladders, thresholds, points.
std::string mixed_offers(int count);
// `count` percentages, each on one of forty categories, one after another on the running price:
// what both engines of a comparison can say.
std::string plain_percentages(int count);

}  // namespace kopilka::bench
