// What one offer would do on the units that are still free: which it uses, which it cuts, by how
// much. Nothing is taken yet; lanes decide whose proposal is applied.
#pragma once
#include "pos/sale/conditions.h"
#include "pos/sale/cut.h"

#include <limits>
#include <span>
#include <vector>

namespace kopilka {

constexpr std::int64_t kAnyNumber = std::numeric_limits<std::int64_t>::max();

// An offer whose conditions hold, with the units its goods mean (ascending; kept by the caller).
struct Contender {
    Contender(const Offer* of, UnitSpan its_units) : offer(of), units(its_units) {}
    const Offer* offer;
    UnitSpan units;
    std::size_t result = 0;          // its place among the results of its lane
    std::int64_t most = kAnyNumber;  // groups or picked units that the member's points buy
    // The step of its ladder that all its goods reach when the lane begins, or its plain cut.
    std::optional<PlainCut> cut = {};
    struct LineCut {
        std::uint32_t line = 0;
        PlainCut cut;
    };
    std::vector<LineCut> line_cuts = {};  // instead, where each line reaches a step of its own
    std::int64_t alone = 0;               // what it takes off where it has them all
};

struct Proposal {
    const Offer* offer = nullptr;
    CutResult cut;
    std::vector<std::uint32_t> used;  // rewarded ones and triggers
    std::int64_t applications = 0;    // groups, or units picked; 1 for other offers
    bool makes_gifts = false;         // what it makes free no longer qualifies
    Verdict missing;                  // where it can do nothing: why
};

// Finds the cut; says what is missing where no step of a ladder is reached.
Verdict settle_cut(Contender& contender, const LaneView& view);
// Nullptr on a line that reaches no step.
const PlainCut* cut_on(const Contender& contender, std::uint32_t line);

// A quantity offer counts pieces: a unit serves only one of them.
bool counts_units(const Offer& offer);
// `taken[unit]` ≠ 0: not free; empty: all are free. At most `most` groups or picked units.
using Taken = std::span<const char>;
Proposal propose(const Contender& contender, const LaneView& view, Taken taken = {},
                 std::int64_t most = kAnyNumber);
// The same into a proposal whose memory is used again.
void propose_into(Proposal& proposal, const Contender& contender, const LaneView& view,
                  Taken taken = {}, std::int64_t most = kAnyNumber);
// The total of such a proposal where nothing is taken, without making it; nullopt where only making
// it tells.
std::optional<std::int64_t> quick_worth(const Contender& contender, const LaneView& view);
void apply(const Proposal& proposal, Worksheet& sheet);

}  // namespace kopilka
