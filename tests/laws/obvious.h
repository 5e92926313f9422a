// The pricing engine a second time: slow, short, obvious. Written from the guide for marketers and
// from what the engine must decide, not from pos/sale; used by tests only, on small baskets.
// Not here: explanations, coupons, hints, returns.
#pragma once
#include "pos/loyalty/programme.h"
#include "pos/sale/price.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace kopilka::obvious {

using Kopecks = std::int64_t;

struct Purchase {
    const Publication& publication;
    const PriceContext& context;
    const MemberView* member;
    const Basket& basket;
    std::span<const Tender> tenders;
    // Equal pieces of a line are served from the other end where offers compete: as good a choice.
    bool from_the_end = false;
};

struct Answer {
    std::vector<Kopecks> nets;         // of each line
    std::map<OfferId, Kopecks> saved;  // by each offer that took something off
    Kopecks total = 0;                 // with tax on top where excluded
    Kopecks tax = 0;
    std::map<std::string, std::int64_t> redeemed, earned;  // hundredths of points, by programme
    bool only_one = true;  // no other choice of pieces would have been as good
};

Answer price(const Purchase& purchase);

// ---- the parts, each in its own file

// One piece of goods, or the whole weight of a weighed line.
struct Piece {
    std::size_t line = 0;
    Kopecks original = 0;  // after discounts by hand, before offers
    Kopecks now = 0;
    Kopecks lane_start = 0;
    Kopecks floor = 0;
    Kopecks by_points = 0;  // of what is off: by points that are a discount
    bool gift = false;      // made free by an offer: counts for nothing any more
    bool served = false;    // a quantity offer used it
    bool counts = true;     // one piece, not weighed: quantity offers may use it
};
using Pieces = std::vector<Piece>;
using Chosen = std::vector<std::size_t>;  // pieces by number

struct Sheet {
    const Purchase* purchase = nullptr;
    Pieces pieces;
    Pieces at_lane_start;
    // Between equals the goods decide, never the order of scanning: by article number, price,
    // quantity. Of each line, its place in that order, and that of the first line of equal goods.
    std::vector<std::size_t> rank, kind;
    const BasketLine& line(std::size_t piece) const {
        return purchase->basket.lines[pieces[piece].line];
    }
};

Kopecks rounded(__int128_t numerator, __int128_t denominator, Rounding mode);
Kopecks tax_of(Kopecks net, const BasketLine& line, TaxMode mode);

// obvious_sheet.cpp
Sheet sheet_of(const Purchase& purchase);
bool fits(const GoodsFilter& goods, const BasketLine& line);
Chosen pieces_of(const GoodsFilter& goods, const Sheet& sheet);  // gifts left out
// obvious_conditions.cpp
bool holds(const Condition& condition, const Sheet& sheet);
// obvious_cuts.cpp: what `offer` takes off each piece, by number, where these groups are rewarded.
std::vector<Kopecks> cut(const Offer& offer, const Sheet& sheet, const std::vector<Chosen>& groups);
// The cut itself, or the step of its ladder that its goods (when the lane begins) or the member
// reach.
std::optional<PlainCut> reached(const Offer& offer, const Sheet& sheet);
Kopecks sum(const std::vector<Kopecks>& amounts);
// obvious_lanes.cpp
void run_lanes(Sheet& sheet, Answer& answer);
// obvious_points.cpp
void spend_points(Sheet& sheet, Answer& answer);
void earn_points(const Sheet& sheet, Answer& answer);

}  // namespace kopilka::obvious
