#include "pos/sale/proposal.h"

#include "pos/sale/groups.h"
#include "pos/sale/stamps.h"

#include <algorithm>

namespace kopilka {
namespace {

std::vector<std::uint32_t> free_units(const Contender& contender, const Worksheet& sheet,
                                      const std::vector<char>& taken) {
    const Offer& offer = *contender.offer;
    const bool pieces = counts_units(offer);
    const bool groups = offer.groups || offer.stamps;
    std::vector<std::uint32_t> free;
    for (const std::uint32_t unit : contender.units) {
        const SheetUnit& one = sheet.units[unit];
        if (taken[unit] != 0 || one.gift || one.running == 0) continue;
        if (pieces && one.served && !offer.reuses_units) continue;
        if (groups && !sheet.is_piece(unit)) continue;
        free.push_back(unit);
    }
    return free;
}

struct Chosen {
    std::vector<UnitGroup> rewarded;
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

Chosen choose(const Offer& offer, const LaneView& view, std::span<const std::uint32_t> free,
              std::int64_t most) {
    if (offer.groups) return choose_groups(offer, view.sheet, free, most);
    if (offer.stamps) return choose_stamped(offer, view, free, most);
    Chosen chosen;
    if (offer.pick) {
        chosen.used =
            pick_units(offer.pick->which, std::min(offer.pick->units, most), view.sheet, free);
        chosen.applications = static_cast<std::int64_t>(chosen.used.size());
    } else {
        chosen.used.assign(free.begin(), free.end());
        chosen.applications = 1;
    }
    chosen.rewarded.push_back(chosen.used);
    return chosen;
}

}  // namespace

bool counts_units(const Offer& offer) {
    return offer.groups.has_value() || offer.pick.has_value() || offer.stamps.has_value();
}

Proposal propose(const Contender& contender, const LaneView& view, const std::vector<char>& taken,
                 std::int64_t most) {
    const Offer& offer = *contender.offer;
    Proposal proposal;
    proposal.offer = &offer;
    const auto free = free_units(contender, view.sheet, taken);
    if (free.empty()) {
        proposal.missing = Verdict::missing_one(ConditionKind::Goods, kOneUnit);
        return proposal;
    }
    const std::int64_t limit =
        std::min(offer.limits.per_receipt.value_or(kAnyNumber), contender.most);
    Chosen chosen = choose(offer, view, free, std::min(most, limit));
    if (!chosen.missing.holds) {
        proposal.missing = std::move(chosen.missing);
        return proposal;
    }
    LadderMiss ladder;
    const auto cut = resolve(offer, view, chosen.used, ladder);
    if (!cut) {
        proposal.missing = Verdict::missing_one(ladder.kind, ladder.distance);
        return proposal;
    }
    proposal.cut = cut_units(*cut, offer, view, chosen.rewarded);
    proposal.used = std::move(chosen.used);
    proposal.applications = chosen.applications;
    proposal.makes_gifts = counts_units(offer);
    return proposal;
}

void apply(const Proposal& proposal, Worksheet& sheet) {
    for (const Take& take : proposal.cut.takes) {
        if (take.amount == 0) continue;
        sheet.take(take.unit, take.amount, proposal.offer->id);
        if (proposal.makes_gifts && sheet.units[take.unit].running == 0)
            sheet.units[take.unit].gift = true;
    }
    if (counts_units(*proposal.offer))
        for (const std::uint32_t unit : proposal.used) sheet.units[unit].served = true;
}

}  // namespace kopilka
