// An offer: what must hold, which goods, what it gives, its limits, and how it gets on with others
// in its lane.
#pragma once
#include "pos/core/ids.h"
#include "pos/loyalty/condition.h"
#include "pos/loyalty/reward.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kopilka {

enum class Exclusive : std::uint8_t { No, Lane, Receipt };

struct Limits {
    std::optional<std::int64_t> per_receipt;   // applications: groups, units picked, repetitions
    std::optional<std::int64_t> per_customer;  // receipts it served; MemberView::uses
    std::optional<std::int64_t> per_day;       // of one customer; MemberView::day_uses
    std::optional<std::int64_t> per_code;      // receipts for each code; PriceContext::code_uses
    std::optional<std::int64_t> total;         // receipts; the till's share in PriceContext
    std::optional<Money> budget;               // money off over all receipts; the till's share too
    bool budget_cut = true;    // what a budget still has is given; else all of the discount or none
    std::optional<Money> cap;  // most money off in one receipt
    std::string cap_group{};   // offers of one name share the cap; empty: a cap of its own
    bool cap_in_order = false;  // eaten up line by line; else shared in proportion
    bool has_own_cap() const { return cap.has_value() && cap_group.empty(); }
    bool operator==(const Limits&) const = default;
};

// What an offer is paid with, beside money: so many points of a programme, once for a receipt or
// for each group or picked unit.
struct PointsCost {
    ProgrammeId programme;
    Points points;
    bool each = false;
    bool operator==(const PointsCost&) const = default;
};

// What becomes of its discount on the goods that stay, when others of the receipt come back.
enum class OnReturn : std::uint8_t {
    Keep,
    Again,       // evaluated for what stays; may change either way
    ChargeBack,  // what it would no longer give is taken off the money paid back
};

// What the offer gives, once more for each full `amount` spent on its goods, or each `quantity` of
// them, beyond `after`.
struct Repeat {
    std::optional<Money> amount;
    Quantity quantity = kOneUnit;
    std::int64_t after = 0;  // minor units or thousandths, as above
    bool operator==(const Repeat&) const = default;
};

struct Offer {
    OfferId id;
    Localized name;
    ProgrammeId programme;
    std::uint32_t lane = 0;     // index into Publication::lanes
    std::int64_t priority = 0;  // the larger goes first; equal ones by id
    Exclusive exclusive = Exclusive::No;
    bool stops_later_lanes = false;
    std::vector<OfferId> excludes;  // symmetric, never transitive
    Condition when;                 // an AllOf
    GoodsFilter goods;              // what the cut and the benefits speak of
    std::optional<PriceCut> cut;
    MoneyPolicy money;
    std::optional<UnitPick> pick;
    std::optional<Grouping> groups;
    std::optional<StampCard> stamps;
    std::optional<Repeat> repeat;
    bool reuses_units = false;  // units that served another quantity offer may serve this one too
    std::vector<Benefit> benefits;
    std::optional<PointsCost> costs;
    OnReturn on_return = OnReturn::Keep;
    Limits limits;
    bool operator==(const Offer&) const = default;
};

enum class Choose : std::uint8_t {
    Best,      // each unit serves one offer; together the best for the customer
    Priority,  // each unit serves one offer; higher priority first
    All,       // no competition: one after another, higher priority first
};
// What two percentages on the same goods make: 10 % and 10 % are 19 % or 20 %.
enum class Percentages : std::uint8_t { OneAfterAnother, Added };
struct Lane {
    std::string id;
    Choose choose = Choose::Best;
    Percentages percentages = Percentages::OneAfterAnother;  // where Choose::All
    bool operator==(const Lane&) const = default;
};

}  // namespace kopilka
