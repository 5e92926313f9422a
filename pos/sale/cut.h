// What a cut takes off given units: percentages, fixed sums, fixed prices, ladders; their rounding,
// floors, cap and budget. It decides sums; which units are cut is proposal.h, how a sum is divided
// between them share_out.h.
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
    // By unit, in basis points: percentages that this lane has given already, where it adds them
    // up. Empty in other lanes.
    std::span<const std::int64_t> added = {};
};

struct Take {
    std::uint32_t unit = 0;
    std::int64_t amount = 0;
    std::int64_t rate = 0;  // of the percentage it comes from, in basis points
};
struct CutResult {
    std::vector<Take> takes;
    std::int64_t total = 0;
    std::int64_t not_given = 0;
    ConditionKind limited_by = ConditionKind::None;
};

using UnitSpan = std::span<const std::uint32_t>;

// The step of a ladder that is reached (by these units, or by the member's history). Nullopt below
// the first step: `missing` then says how far it is.
struct LadderMiss {
    ConditionKind kind = ConditionKind::None;
    Distance distance;
};
std::optional<PlainCut> reached_cut(const Ladder& ladder, const LaneView& view,
                                    std::span<const std::uint32_t> units, LadderMiss& missing);

// What a ladder measures, of these units or of the member; nullopt where it asks for a member or a
// purchase that is not there.
std::optional<std::int64_t> measured(LadderBy by, const LaneView& view,
                                     std::span<const std::uint32_t> units);

// `groups`: the rewarded units of each group; an offer without groups has one. `times`: how often
// the offer gives its sum or percentage (offer.repeat).
CutResult cut_units(const PlainCut& cut, std::span<const UnitSpan> groups, const Offer& offer,
                    const LaneView& view, std::int64_t times = 1);
// Of several cuts, each on lines of its own; `parts[i]` are the units of `cuts[i]`. Into `result`,
// whose memory is used again.
struct CutPart {
    const PlainCut* cut = nullptr;
    std::span<const UnitSpan> groups;
};
void cut_into(CutResult& result, std::span<const CutPart> parts, const Offer& offer,
              const LaneView& view, std::int64_t times);
// The total alone, without dividing it; nullopt where a floor or a cap may have a say in it.
std::optional<std::int64_t> quick_total(const PlainCut& cut, const Offer& offer,
                                        const LaneView& view, std::span<const std::uint32_t> units);

// What percentages and shares of this unit are taken of.
PriceBasis basis_of(const PlainCut& cut, const Offer& offer, const LaneView& view);
std::int64_t base_of(PriceBasis basis, std::uint32_t unit, const LaneView& view);

// How much of the receipt an offer that depends on the payment speaks of: numerator, denominator.
struct PaidShare {
    std::int64_t paid = 1;
    std::int64_t of = 1;
};
PaidShare paid_share(const Offer& offer, const LaneView& view);

}  // namespace kopilka
