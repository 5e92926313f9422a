// One basket priced with two programmes: what differs between the two results, one by one.
#pragma once
#include "pos/app/basket_json.h"
#include "pos/core/text.h"

#include <string>
#include <vector>

namespace kopilka::app {

struct PricedRequest {
    PriceRequest request;
    PricedBasket priced;
    std::vector<Explanation> offers;  // every one
    std::vector<Phrase> words;        // what is said of each of them
};
PricedRequest price_request(PriceRequest request, const Publication& publication);

// A value before or after the change, as a program and as a person reads it.
struct Side {
    std::string plain;  // "90.00", "applied 10.00"; empty: was not there
    std::vector<Phrase> words;
    std::string said(const Texts& texts) const;
};

struct Change {
    std::string what;  // "total", "line", "points", "offer", …
    std::string key;   // of assets/text: {0} is the id, {1} what was before, {2} what is after
    std::string id;    // of the line, the offer, the programme; empty for sums
    Side before, after;
};

// Totals first, then lines, gifts, points, stamps, coupons and offers; ids ascending.
std::vector<Change> changes_between(const PricedRequest& before, const PricedRequest& after);

}  // namespace kopilka::app
