// Shares units between group offers that compete for them: which offer gets which units, so that
// all together give the most. Exact within a bound of work, and it knows whether it was.
//
// Units go from the dearest to the cheapest, and each joins the open group of one offer or none.
// That loses nothing: the units of one offer form their best groups when taken in this order. What
// is remembered between units is only how full each open group is.
//
// Not here: offers whose worth is not a sum over units (caps, ladders, picks, stamps):
// order_search.
#pragma once
#include "pos/sale/proposal.h"

#include <optional>
#include <span>
#include <vector>

namespace kopilka {

// Steps (a unit and an offer tried) before only the most promising fillings are kept.
constexpr std::int64_t kGroupWork = 60'000;

struct GroupShares {
    std::vector<std::int32_t> owner;  // by unit: number of a contender, or -1
    std::int64_t value = 0;           // of the groups and of `worth` of their other units
    bool approximate = false;
};

// `groups`: numbers of the contenders that compete. `worth`: by unit, what other offers would take
// off it, in ten-thousandths of the minor unit. Nullopt where some offer is not of this kind.
std::optional<GroupShares> share_between_groups(std::span<const Contender> contenders,
                                                std::span<const std::size_t> groups,
                                                const LaneView& view,
                                                std::span<const std::int64_t> worth);

}  // namespace kopilka
