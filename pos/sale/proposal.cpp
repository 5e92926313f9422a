#include "pos/sale/proposal.h"

#include "pos/sale/groups.h"
#include "pos/sale/repeat.h"
#include "pos/sale/scratch.h"
#include "pos/sale/stamps.h"

#include <algorithm>

namespace kopilka {
namespace {

void find_free(ScratchVector<std::uint32_t, 256>& free, const Contender& contender,
               const Worksheet& sheet, Taken taken) {
    const Offer& offer = *contender.offer;
    const bool pieces = counts_units(offer);
    const bool groups = offer.groups || offer.stamps;
    free.reserve(contender.units.size());
    for (const std::uint32_t unit : contender.units) {
        const SheetUnit& one = sheet.units[unit];
        if ((!taken.empty() && taken[unit] != 0) || one.gift || one.running == 0) continue;
        if (pieces && one.served && !offer.reuses_units) continue;
        if (groups && !sheet.is_piece(unit)) continue;
        free.push_back(unit);
    }
}

struct Chosen {
    std::vector<std::vector<std::uint32_t>> rewarded;
    std::vector<std::uint32_t> used;
    std::int64_t applications = 0;
    Verdict missing;
};

Chosen choose_groups(const Offer& offer, const Worksheet& sheet,
                     std::span<const std::uint32_t> free, std::int64_t most) {
    Chosen chosen;
    const GroupPlans plans = form_groups(*offer.groups, sheet, free, most);
    for (const GroupPlan& plan : plans.groups) {
        chosen.rewarded.push_back(plan.rewarded);
        chosen.used.insert(chosen.used.end(), plan.used.begin(), plan.used.end());
    }
    chosen.applications = static_cast<std::int64_t>(plans.groups.size());
    if (plans.groups.empty())
        chosen.missing = Verdict::missing_one(ConditionKind::MinimumQuantity, units(plans.missing));
    return chosen;
}

Chosen choose_stamped(const Offer& offer, const LaneView& view, std::span<const std::uint32_t> free,
                      std::int64_t most) {
    Chosen chosen;
    const auto count = static_cast<std::int64_t>(free.size());
    const FreeByStamps by_stamps = free_by_stamps(*offer.stamps, view.given.member, count);
    if (view.given.member == nullptr) {
        chosen.missing = Verdict::missing_one(ConditionKind::Membership);
    } else if (by_stamps.units == 0) {
        chosen.missing = Verdict::missing_one(ConditionKind::Stamps, by_stamps.lacking);
    } else {
        chosen.used = pick_units(Pick::Cheapest, std::min(by_stamps.units, most), view.sheet, free);
        chosen.rewarded.push_back(chosen.used);
        chosen.applications = static_cast<std::int64_t>(chosen.used.size());
    }
    return chosen;
}

// The pick's units: of all free ones, or of each line.
Chosen choose_picked(const UnitPick& pick, const Worksheet& sheet,
                     std::span<const std::uint32_t> free, std::int64_t most) {
    Chosen chosen;
    const auto take = [&](std::span<const std::uint32_t> units) {
        const std::int64_t left = most - static_cast<std::int64_t>(chosen.used.size());
        const std::int64_t count = std::min(pick.units, left);
        const auto picked = pick_units(pick.which, pick.skip + count, sheet, units);
        const auto skipped = std::min(static_cast<std::size_t>(pick.skip), picked.size());
        chosen.used.insert(chosen.used.end(), picked.begin() + static_cast<std::ptrdiff_t>(skipped),
                           picked.end());
    };
    if (pick.per_line) {
        std::vector<UnitSpan> lines;
        each_line(free, sheet, [&](UnitSpan line) { lines.push_back(line); });
        // Where a limit does not reach all lines, goods decide who is first, not their order.
        if (pick.which == Pick::Cheapest || pick.which == Pick::Dearest)
            std::ranges::stable_sort(lines, {},
                                     [&](UnitSpan line) { return sheet.rank_of(line.front()); });
        for (const UnitSpan& line : lines) take(line);
    } else {
        take(free);
    }
    if (chosen.used.empty())
        chosen.missing =
            Verdict::missing_one(ConditionKind::MinimumQuantity,
                                 units(pick.skip + 1 - static_cast<std::int64_t>(free.size())));
    chosen.applications = static_cast<std::int64_t>(chosen.used.size());
    return chosen;
}

// Of an offer that chooses its units.
Chosen choose(const Offer& offer, const LaneView& view, std::span<const std::uint32_t> free,
              std::int64_t most) {
    if (offer.groups) return choose_groups(offer, view.sheet, free, most);
    if (offer.stamps) return choose_stamped(offer, view, free, most);
    Chosen chosen = choose_picked(*offer.pick, view.sheet, free, most);
    chosen.rewarded.push_back(chosen.used);
    return chosen;
}

// A ladder may hold for each line by itself; any other cut is one.
void cut_chosen(Proposal& proposal, const Contender& contender, const LaneView& view,
                std::span<const UnitSpan> rewarded, std::int64_t times) {
    const Offer& offer = *contender.offer;
    if (contender.cut) {
        const CutPart part{&*contender.cut, rewarded};
        cut_into(proposal.cut, {&part, 1}, offer, view, times);
        return;
    }
    std::ranges::sort(proposal.used);
    std::vector<UnitSpan> lines;
    each_line(proposal.used, view.sheet, [&](UnitSpan line) {
        if (cut_on(contender, view.sheet.units[line.front()].line) != nullptr)
            lines.push_back(line);
    });
    std::vector<CutPart> parts;
    for (const UnitSpan& line : lines)
        parts.push_back({cut_on(contender, view.sheet.units[line.front()].line), {&line, 1}});
    cut_into(proposal.cut, parts, offer, view, times);
}

void clear(Proposal& proposal) {
    proposal.cut.takes.clear();
    proposal.cut.total = proposal.cut.not_given = 0;
    proposal.cut.limited_by = ConditionKind::None;
    proposal.used.clear();
    proposal.applications = 0;
    proposal.makes_gifts = false;
    if (!proposal.missing.holds) proposal.missing = {};
}

// False: the offer has a ladder.
bool settle_plain_cut(Contender& contender) {
    return std::visit(
        [&]<typename Cut>(const Cut& cut) {
            if constexpr (!std::is_same_v<Cut, Ladder>) contender.cut.emplace(cut);
            return !std::is_same_v<Cut, Ladder>;
        },
        *contender.offer->cut);
}

}  // namespace

Verdict settle_cut(Contender& contender, const LaneView& view) {
    if (settle_plain_cut(contender)) return {};
    const Ladder& ladder = std::get<Ladder>(*contender.offer->cut);
    LadderMiss miss;
    if (!ladder.per_line) {
        contender.cut = reached_cut(ladder, view, contender.units, miss);
        if (contender.cut) return {};
    } else {
        each_line(contender.units, view.sheet, [&](std::span<const std::uint32_t> line) {
            if (const auto cut = reached_cut(ladder, view, line, miss))
                contender.line_cuts.push_back({view.sheet.units[line.front()].line, *cut});
        });
        if (!contender.line_cuts.empty()) return {};
        if (contender.units.empty()) return Verdict::missing_one(ConditionKind::Goods, kOneUnit);
    }
    return Verdict::missing_one(miss.kind, miss.distance);
}

const PlainCut* cut_on(const Contender& contender, std::uint32_t line) {
    if (contender.cut) return &*contender.cut;
    const auto found =
        std::ranges::lower_bound(contender.line_cuts, line, {}, &Contender::LineCut::line);
    return found == contender.line_cuts.end() || found->line != line ? nullptr : &found->cut;
}

bool counts_units(const Offer& offer) {
    return offer.groups.has_value() || offer.pick.has_value() || offer.stamps.has_value();
}

void propose_into(Proposal& proposal, const Contender& contender, const LaneView& view, Taken taken,
                  std::int64_t most) {
    const Offer& offer = *contender.offer;
    clear(proposal);
    proposal.offer = &offer;
    ScratchVector<std::uint32_t, 256> kept;
    find_free(kept, contender, view.sheet, taken);
    const UnitSpan free(kept.data(), kept.size());
    if (free.empty()) {
        proposal.missing = Verdict::missing_one(ConditionKind::Goods, kOneUnit);
        return;
    }
    std::int64_t times = 1;
    if (offer.repeat) {
        Times repeated = times_of(offer, view.sheet, free);
        times = std::min(repeated.times, contender.most);
        if (!repeated.missing.holds) {
            proposal.missing = std::move(repeated.missing);
            return;
        }
    }
    if (!counts_units(offer)) {
        proposal.used.assign(free.begin(), free.end());
        cut_chosen(proposal, contender, view, {&free, 1}, times);
        proposal.applications = offer.repeat ? times : 1;
        return;
    }
    const std::int64_t limit = std::min(
        offer.repeat ? kAnyNumber : offer.limits.per_receipt.value_or(kAnyNumber), contender.most);
    Chosen chosen = choose(offer, view, free, std::min(most, limit));
    if (!chosen.missing.holds) {
        proposal.missing = std::move(chosen.missing);
        return;
    }
    proposal.used = std::move(chosen.used);
    const std::vector<UnitSpan> rewarded(chosen.rewarded.begin(), chosen.rewarded.end());
    cut_chosen(proposal, contender, view, rewarded, times);
    proposal.applications = offer.repeat ? times : chosen.applications;
    proposal.makes_gifts = true;
}

Proposal propose(const Contender& contender, const LaneView& view, Taken taken, std::int64_t most) {
    Proposal proposal;
    propose_into(proposal, contender, view, taken, most);
    return proposal;
}

std::optional<std::int64_t> quick_worth(const Contender& contender, const LaneView& view) {
    if (counts_units(*contender.offer) || contender.offer->repeat || !contender.cut)
        return std::nullopt;
    return quick_total(*contender.cut, *contender.offer, view, contender.units);
}

void apply(const Proposal& proposal, Worksheet& sheet) {
    for (const Take& take : proposal.cut.takes) {
        if (take.amount == 0) continue;
        sheet.take(take.unit, take.amount, proposal.offer->id.value);
        if (proposal.makes_gifts && sheet.units[take.unit].running == 0)
            sheet.units[take.unit].gift = true;
    }
    if (counts_units(*proposal.offer))
        for (const std::uint32_t unit : proposal.used) sheet.units[unit].served = true;
}

}  // namespace kopilka
