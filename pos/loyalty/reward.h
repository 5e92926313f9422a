// What an offer gives, as data: a cut in the price of some goods, and benefits that leave prices
// alone (points, stamps, gifts, coupons). The policies that good systems differ in are data too.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/money.h"
#include "pos/core/ratio.h"
#include "pos/core/text.h"
#include "pos/loyalty/goods_filter.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kopilka {

// ---- cuts
enum class PriceBasis : std::uint8_t { Running, Original, Lane };  // Lane: when the lane began
enum class RoundingPer : std::uint8_t { Order, Line, Unit };
enum class Rounded : std::uint8_t { Discount, Price };
enum class SpreadBy : std::uint8_t { Price, Unit };
// Where the last kopecks of a spread sum go: one each to the parts of the largest remainder, to the
// first or to the last ones; or all to the first or to the last part. Carried: part by part, each
// takes its share of what is left, so that the first (the last) one takes the rest.
enum class Remainder : std::uint8_t {
    Largest,
    First,
    Last,
    AllToFirst,
    AllToLast,
    CarriedToFirst,
    CarriedToLast,
};
// What the sums of an offer (amount_off, price, cap) mean where prices stand without tax, or with
// it.
enum class SumTax : std::uint8_t { AsPriced, WithTax, WithoutTax };

struct MoneyPolicy {
    PriceBasis of = PriceBasis::Running;  // what a percentage is taken of
    Rounding rounding = Rounding::HalfUp;
    Money step = Money::of(1);  // rounded to multiples of this
    RoundingPer per = RoundingPer::Order;
    Rounded rounded = Rounded::Discount;
    SpreadBy spread = SpreadBy::Price;
    Rounding shares = Rounding::Down;  // of a spread sum, before its remainder is placed
    Remainder remainder = Remainder::Largest;
    SumTax sums = SumTax::AsPriced;
    // What one line cannot take moves to the others. Usual for sums, not for percentages.
    bool move_over_floor = true;
    bool operator==(const MoneyPolicy&) const = default;
};

struct PercentOff {
    BasisPoints rate;
    bool operator==(const PercentOff&) const = default;
};
enum class AmountPer : std::uint8_t { Order, Line, Unit, Group };
struct AmountOff {
    Money amount;
    AmountPer per = AmountPer::Order;
    bool operator==(const AmountOff&) const = default;
};
struct FixedPrice {  // of a unit; of a whole group where the offer forms groups. Never dearer.
    Money price;
    bool operator==(const FixedPrice&) const = default;
};
using PlainCut = std::variant<PercentOff, AmountOff, FixedPrice>;

enum class LadderBy : std::uint8_t {
    Amount,             // minor units of the matching goods, running
    Units,              // whole units of the matching goods
    LifetimeSpend,      // minor units, before this purchase
    Purchases,          // completed before this one
    DaysSincePurchase,  // days
    MembershipMonths,   // whole months
};
struct LadderStep {
    std::int64_t from = 0;
    PlainCut cut;
    bool operator==(const LadderStep&) const = default;
};
struct Ladder {  // the highest step reached holds for all of it
    LadderBy by = LadderBy::Amount;
    std::optional<GoodsFilter> goods;  // what Amount and Units count; the offer's own units if none
    bool original = false;             // Amount: before offers
    bool per_line = false;             // each line reaches a step of its own
    std::vector<LadderStep> steps;     // ascending
    bool operator==(const Ladder&) const = default;
};
using PriceCut = std::variant<PercentOff, AmountOff, FixedPrice, Ladder>;

// ---- which units of the goods are cut
enum class Pick : std::uint8_t { Cheapest, Dearest, First, Last };  // by price before this offer
struct UnitPick {
    Pick which = Pick::Cheapest;
    std::int64_t units = 1;
    bool per_line = false;  // so many of each line, not of the receipt
    std::int64_t skip = 0;  // passed over first
    bool operator==(const UnitPick&) const = default;
};
enum class GroupForm : std::uint8_t { Best, DearestFirst, CheapestFirst, LineOrder };
struct GroupPart {
    GoodsFilter goods;
    std::int64_t quantity = 1;
    std::int64_t rewarded = 1;  // of them; 0: only a trigger
    bool operator==(const GroupPart&) const = default;
};
enum class GroupOf : std::uint8_t { Anything, OneSku, OneLine };
struct Grouping {
    std::vector<GroupPart> parts;
    Pick rewarded = Pick::Cheapest;
    GroupForm form = GroupForm::Best;
    GroupOf of =
        GroupOf::Anything;  // all units of a group are of one kind of goods, or of one line
    // A last group may lack rewarded units (not triggers): of "buy 2, get 2 free", three are
    // enough for one free.
    bool incomplete = false;
    bool operator==(const Grouping&) const = default;
};
// Every n-th unit: units bought before stand on the member's stamp card.
struct StampCard {
    std::string card;
    std::int64_t every = 10;
    bool same_receipt = true;  // stamps of this receipt help at once
    bool operator==(const StampCard&) const = default;
};

// ---- benefits
struct EarnPercent {  // of what the goods cost, in points of their worth
    BasisPoints rate;
    bool operator==(const EarnPercent&) const = default;
};
struct EarnPerMoney {  // `points` for each full `money`
    Points points;
    Money money;
    bool partial = false;  // for a part of it, a part of them
    bool operator==(const EarnPerMoney&) const = default;
};
struct EarnPerUnit {  // `points` for each full `units` of them
    Points points;
    std::int64_t units = 1;
    bool partial = true;  // for a part of them (half a kilogram), a part of the points
    bool operator==(const EarnPerUnit&) const = default;
};
struct EarnPerReceipt {
    Points points;
    bool operator==(const EarnPerReceipt&) const = default;
};
struct EarnMultiplied {  // other offers' points on the same goods, in basis points: ×2 = 20 000
    std::int64_t factor = BasisPoints::kWhole;
    bool operator==(const EarnMultiplied&) const = default;
};
using EarnRule =
    std::variant<EarnPercent, EarnPerMoney, EarnPerUnit, EarnPerReceipt, EarnMultiplied>;
struct EarnStep {
    std::int64_t from = 0;
    EarnRule rule;
    bool operator==(const EarnStep&) const = default;
};
enum class EarnsFor : std::uint8_t { Buyer, Referrer };  // who brought the buyer
struct EarnPoints {
    ProgrammeId programme;  // whose points; the offer's own where the file says nothing
    EarnRule rule;
    // Where there are steps: the rule of the highest reached, measured as a ladder is.
    LadderBy by = LadderBy::Amount;
    std::vector<EarnStep> steps;  // ascending
    std::optional<Points> cap;    // most in one receipt
    EarnsFor who = EarnsFor::Buyer;
    bool multiplied = true;  // by what multiplies points on these goods
    bool operator==(const EarnPoints&) const = default;
};
struct EarnStamps {
    std::string card;
    std::int64_t per_unit = 0;
    std::int64_t per_receipt = 0;
    bool operator==(const EarnStamps&) const = default;
};
struct AddGift {
    Sku sku;  // empty: of each kind of goods that the offer speaks of
    Quantity quantity = kOneUnit;
    Money worth{};  // in a lane where the best wins, against what it cannot stand beside
    bool operator==(const AddGift&) const = default;
};
struct IssueCoupon {  // for next time, or a reward that is not money; printed with a code of its
                      // own
    std::string prefix;
    Localized text;
    bool operator==(const IssueCoupon&) const = default;
};
using Benefit = std::variant<EarnPoints, EarnStamps, AddGift, IssueCoupon>;

}  // namespace kopilka
