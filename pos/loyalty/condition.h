// What must hold for an offer, as data: a tree of all, any and not over single facts about the
// basket, the moment, the place, the member, the codes and the payment. Judging is
// pos/sale/conditions.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/money.h"
#include "pos/core/time.h"
#include "pos/loyalty/goods_filter.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kopilka {

// On which prices a threshold is measured.
enum class AmountBasis : std::uint8_t {
    Running,    // what the goods cost when the offer's lane begins
    Original,   // before every offer (manual discounts taken)
    BeforeTax,  // running, without tax
    AfterTax,   // running, with tax
};

// A half-open range of whole numbers: from ≤ n < below.
struct CountRange {
    std::optional<std::int64_t> from;
    std::optional<std::int64_t> below;
    bool operator==(const CountRange&) const = default;
};

struct AtLeastAmount {
    Money amount;
    AmountBasis basis = AmountBasis::Running;
    GoodsFilter goods;  // which goods count; gifts never do
    bool operator==(const AtLeastAmount&) const = default;
};
struct AtLeastQuantity {
    Quantity quantity;
    GoodsFilter goods;
    bool operator==(const AtLeastQuantity&) const = default;
};
struct AtMostAmount {  // inclusive
    Money amount;
    AmountBasis basis = AmountBasis::Running;
    GoodsFilter goods;
    bool operator==(const AtMostAmount&) const = default;
};
struct AtMostQuantity {  // inclusive
    Quantity quantity;
    GoodsFilter goods;
    bool operator==(const AtMostQuantity&) const = default;
};
struct DifferentGoods {  // at least so many kinds (SKUs)
    std::int64_t kinds = 1;
    GoodsFilter goods;
    bool operator==(const DifferentGoods&) const = default;
};
struct OnlyGoods {  // the basket has some of these and nothing else
    GoodsFilter goods;
    bool operator==(const OnlyGoods&) const = default;
};
struct HasGoods {
    GoodsFilter goods;
    bool operator==(const HasGoods&) const = default;
};
struct BetweenDates {  // local dates, both inclusive
    std::optional<Date> from;
    std::optional<Date> to;
    bool operator==(const BetweenDates&) const = default;
};
struct Weekdays {
    std::uint8_t mask = 0;  // bit 0: Monday
    bool operator==(const Weekdays&) const = default;
};
struct Hours {  // local minutes of the day, from ≤ t < to; from > to goes over midnight
    int from = 0;
    int to = 1440;
    bool operator==(const Hours&) const = default;
};
struct Shops {
    std::vector<std::string> stores;
    bool operator==(const Shops&) const = default;
};
struct Tills {
    std::vector<std::string> tills;
    bool operator==(const Tills&) const = default;
};
struct InChannel {
    bool online = false;
    bool operator==(const InChannel&) const = default;
};
struct IsMember {
    bool member = true;
    bool operator==(const IsMember&) const = default;
};
struct InTier {
    std::vector<std::string> tiers;
    bool operator==(const InTier&) const = default;
};
struct InSegment {
    std::vector<std::string> segments;
    bool operator==(const InSegment&) const = default;
};
struct HasTag {
    std::vector<std::string> tags;
    bool operator==(const HasTag&) const = default;
};
struct MembershipAge {  // whole months, or days, since joining
    CountRange months;
    CountRange days;
    bool operator==(const MembershipAge&) const = default;
};
struct PurchaseCount {  // completed before this one
    CountRange completed;
    std::optional<std::int64_t> every;  // this purchase is the n-th, 2n-th, …
    bool operator==(const PurchaseCount&) const = default;
};
struct SpentInLife {  // before this purchase
    std::optional<Money> from;
    std::optional<Money> below;
    bool operator==(const SpentInLife&) const = default;
};
struct DaysSinceLast {
    CountRange days;
    bool operator==(const DaysSinceLast&) const = default;
};
// A window around the birthday; 29 February is kept on 28 February in other years.
struct NearBirthday {
    std::int32_t days_before = 0;
    std::int32_t days_after = 0;
    bool operator==(const NearBirthday&) const = default;
};
struct Referred {  // the member has a referrer, or carries the tag "referred"
    bool operator==(const Referred&) const = default;
};
struct HasCode {  // one of these was entered; compared without regard to case
    std::vector<std::string> codes;
    bool operator==(const HasCode&) const = default;
};
enum class PaymentShare : std::uint8_t { Share, Whole };
struct PaidBy {  // TenderKind by number: pos/sale/tender.h
    std::vector<std::uint8_t> methods;
    PaymentShare how = PaymentShare::Share;
    bool operator==(const PaidBy&) const = default;
};
struct HasStamps {
    std::string card;
    std::int64_t from = 0;
    bool operator==(const HasStamps&) const = default;
};
struct HasPoints {
    ProgrammeId programme;
    Points from;
    bool operator==(const HasPoints&) const = default;
};

struct Condition;
struct AllOf {  // an empty one always holds
    std::vector<Condition> conditions;
};
struct AnyOf {
    std::vector<Condition> conditions;
};
struct NoneOf {
    std::vector<Condition> conditions;
};
bool operator==(const AllOf& a, const AllOf& b);
bool operator==(const AnyOf& a, const AnyOf& b);
bool operator==(const NoneOf& a, const NoneOf& b);

struct Condition {
    std::variant<AllOf, AnyOf, NoneOf, AtLeastAmount, AtLeastQuantity, HasGoods, BetweenDates,
                 Weekdays, Hours, Shops, Tills, InChannel, IsMember, InTier, InSegment, HasTag,
                 MembershipAge, PurchaseCount, SpentInLife, DaysSinceLast, NearBirthday, Referred,
                 HasCode, PaidBy, HasStamps, HasPoints, AtMostAmount, AtMostQuantity,
                 DifferentGoods, OnlyGoods>
        fact;
};
// Written out: clang 14 does not survive a defaulted comparison of a type that holds itself.
inline bool operator==(const Condition& a, const Condition& b) { return a.fact == b.fact; }
inline bool operator==(const AllOf& a, const AllOf& b) { return a.conditions == b.conditions; }
inline bool operator==(const AnyOf& a, const AnyOf& b) { return a.conditions == b.conditions; }
inline bool operator==(const NoneOf& a, const NoneOf& b) { return a.conditions == b.conditions; }

}  // namespace kopilka
