// What a cut takes off given units: percentages, fixed sums, fixed prices, ladders; rounding,
// spreading, floors and the cap. It decides sums; which units are cut is proposal.h.
#pragma once
#include "pos/sale/given.h"
#include "pos/sale/worksheet.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace kopilka {

// A lane at work: the sheet as it stands, and what units cost when the lane began.
struct LaneView {
    const Given& given;
    const Worksheet& sheet;
    std::span<const std::int64_t> lane_start;  // by unit
};

struct Take {
    std::uint32_t unit = 0;
    std::int64_t amount = 0;
};
struct CutResult {
    std::vector<Take> takes;
    std::int64_t total = 0;
    std::int64_t not_given = 0;
    ConditionKind limited_by = ConditionKind::None;
};

using UnitGroup = std::vector<std::uint32_t>;

// The step of a ladder that is reached (by these units, or by the member's history); the cut itself
// where it is no ladder. Nullopt below the first step: `missing` then says how far it is.
struct LadderMiss {
    ConditionKind kind = ConditionKind::None;
    Distance distance;
};
std::optional<PlainCut> resolve(const Offer& offer, const LaneView& view,
                                std::span<const std::uint32_t> units, LadderMiss& missing);

// What a ladder measures, of these units or of the member; nullopt where it asks for a member or a
// purchase that is not there.
std::optional<std::int64_t> measured(LadderBy by, const LaneView& view,
                                     std::span<const std::uint32_t> units);

// `groups`: the rewarded units of each group; an offer without groups has one.
CutResult cut_units(const PlainCut& cut, const Offer& offer, const LaneView& view,
                    std::span<const UnitGroup> groups);

// How much of the receipt an offer that depends on the payment speaks of: numerator, denominator.
struct PaidShare {
    std::int64_t paid = 1;
    std::int64_t of = 1;
};
PaidShare paid_share(const Offer& offer, const LaneView& view);

}  // namespace kopilka
