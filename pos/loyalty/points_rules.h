// What the points of one programme are worth, how they are spent and when they expire.
#pragma once
#include "pos/core/money.h"
#include "pos/core/payload.h"
#include "pos/core/ratio.h"
#include "pos/loyalty/goods_filter.h"

#include <cstdint>
#include <optional>

namespace kopilka {

enum class PointsAs : std::uint8_t { Tender, Discount };
enum class LotEnd : std::uint8_t { Never, AfterDays, AfterMonths, EndOfMonth, EndOfYear };
enum class Multipliers : std::uint8_t { Add, Multiply };

struct PointsRules {
    Money worth = Money::of(100);  // of one point
    // spending
    PointsAs as = PointsAs::Tender;
    Points minimum;                                   // least to spend at once
    Points block = Points::of(100);                   // spent in multiples of this
    BasisPoints cap = BasisPoints::percent(100);      // of what `goods` cost after offers
    Money keep;                                       // must remain to be paid otherwise
    GoodsFilter goods;                                // that points may pay for
    IdentityStrength needs = IdentityStrength::Told;  // judged by the till, not by price()
    Money needs_from;                                 // below this worth anybody may spend
    // earning
    Points step = Points::of(100);  // earned in multiples of this
    Rounding rounding = Rounding::Down;
    bool on_points_paid = false;  // points also on the part paid with points
    Multipliers multipliers = Multipliers::Multiply;
    // lots
    std::int32_t active_after_days = 0;
    LotEnd end = LotEnd::Never;
    std::int32_t end_count = 0;  // days or months; for EndOfMonth, EndOfYear: how many more
    std::int32_t restored_days = 30;
    bool operator==(const PointsRules&) const = default;
};

}  // namespace kopilka
