// What the points of one programme are worth, how they are earned and spent, when they expire, and
// what a return does to them.
#pragma once
#include "pos/core/money.h"
#include "pos/core/payload.h"
#include "pos/core/ratio.h"
#include "pos/core/time.h"
#include "pos/loyalty/condition.h"
#include "pos/loyalty/goods_filter.h"

#include <cstdint>
#include <optional>

namespace kopilka {

enum class PointsAs : std::uint8_t { Tender, Discount };
enum class Holds : std::uint8_t { AsPoints, AsMoney };  // how an account is spoken of and paid
enum class Multipliers : std::uint8_t { Add, Multiply };
enum class EarnOn : std::uint8_t {
    Running,        // after discounts
    BeforeRewards,  // after discounts, but for those that are bought with points of this programme
    Original,       // before every offer
};
enum class EarnTax : std::uint8_t { AsPriced, With, Without };    // of the price
enum class EarnRounding : std::uint8_t { Offer, Line, Receipt };  // one rounding for each of these
enum class LotEnd : std::uint8_t {
    Never,
    AfterDays,
    AfterMonths,
    EndOfMonth,
    EndOfYear,
    DayOfYear,          // a date that comes every year
    DaysAfterPurchase,  // of the last purchase: each purchase prolongs every lot
    MonthsAfterPurchase,
};
enum class EarnedBack : std::uint8_t {
    Proportional,  // the goods' share of what they earned
    Recalculated,  // what is left is what the remaining goods would have earned
    Kept,
};
// Points to be taken back that are not there any more.
enum class Deficit : std::uint8_t {
    Carried,   // the balance falls below zero; the next accruals pay it off
    Forgiven,  // only what is there is taken
    Charged,   // what is lacking is taken off the money paid back
    Refused,   // such goods are not taken back
};

// What a till may let be spent that nobody else must spend meanwhile.
enum class Offline : std::uint8_t {
    Lease,       // what it holds leases of, made ahead of visits or now (lease.h)
    OnlineOnly,  // what the server lends now, for this visit
    FloorLimit,  // as Lease, and up to `floor` a member beyond it, at the shop's risk
};

struct SpendRules {
    PointsAs as = PointsAs::Tender;
    Points minimum;                               // least to spend at once
    Points block = Points::of(100);               // spent in multiples of this
    BasisPoints cap = BasisPoints::percent(100);  // of what `goods` cost after offers
    std::optional<Money> cap_amount;              // most that points pay in one receipt
    std::optional<Points> cap_points;
    Points least_balance;                // nothing may be spent by whoever has less
    Money keep;                          // must remain to be paid otherwise
    GoodsFilter goods;                   // that points may pay for
    bool on_discounted = true;           // also goods that an offer has reduced
    bool same_receipt = false;           // points of this receipt help at once
    Rounding rounding = Rounding::Down;  // of the money that points pay
    Condition when{AllOf{}};
    IdentityStrength needs = IdentityStrength::Told;  // judged by the till, not by price()
    Money needs_from;                                 // below this worth anybody may spend
    Offline offline = Offline::Lease;
    Money floor;                  // FloorLimit: of each member at each till, until the server knows
    std::int32_t lease_days = 7;  // how long leases made ahead of visits last
    bool operator==(const SpendRules&) const = default;
};

struct EarnRules {
    Points step = Points::of(100);  // earned in multiples of this
    Rounding rounding = Rounding::Down;
    EarnRounding rounding_per = EarnRounding::Offer;
    EarnOn on = EarnOn::Running;
    EarnTax tax = EarnTax::AsPriced;
    bool on_points_paid = false;       // points also on the part paid with points
    bool on_certificates_paid = true;  // and with gift certificates
    bool on_discounted = true;         // also on goods that an offer has reduced
    Multipliers multipliers = Multipliers::Multiply;
    std::optional<Points> cap_receipt;  // most that one receipt earns
    std::optional<Points> cap_day;      // and one member's day
    bool operator==(const EarnRules&) const = default;
};

struct LotRules {
    std::int32_t active_after_days = 0;
    LotEnd end = LotEnd::Never;
    std::int32_t count = 0;  // days or months; for EndOfMonth, EndOfYear, DayOfYear: how many more
    int month = 12, day = 31;   // DayOfYear: the lot's last day
    bool from_earning = false;  // `count` from the day of earning; else from when they can be spent
    std::int32_t restored_days = 30;  // life of points given back after they expired
    bool operator==(const LotRules&) const = default;
};

struct ReturnRules {
    EarnedBack earned = EarnedBack::Proportional;
    bool spent_back = true;       // points spent come back
    Points step = Points::of(1);  // parts of points go back in multiples of this
    Deficit deficit = Deficit::Carried;
    bool operator==(const ReturnRules&) const = default;
};

struct PointsRules {
    Holds holds = Holds::AsPoints;
    Money worth = Money::of(100);       // of so many points:
    Points worth_of = Points::of(100);  // one
    SpendRules spend;
    EarnRules earn;
    LotRules lots;
    ReturnRules returns;
    bool operator==(const PointsRules&) const = default;
};

// Worked: 250 points of which 100 are worth 1.00 pay 2.50.
Money worth_in_money(Points points, const PointsRules& rules);
// The most points that pay no more than that.
Points worth_in_points(Money money, const PointsRules& rules);

}  // namespace kopilka
