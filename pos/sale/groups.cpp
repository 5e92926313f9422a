#include "pos/sale/groups.h"

#include "pos/core/check.h"
#include "pos/sale/match.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace kopilka {
namespace {

using Units = std::vector<std::uint32_t>;

void order_units(Units& units, Pick which, const Worksheet& sheet) {
    const auto price = [&](std::uint32_t unit) { return sheet.units[unit].running; };
    const auto rank = [&](std::uint32_t unit) { return std::tuple(sheet.rank_of(unit), unit); };
    switch (which) {
        case Pick::Cheapest:
            std::ranges::sort(units, [&](std::uint32_t a, std::uint32_t b) {
                return std::tuple(price(a), rank(a)) < std::tuple(price(b), rank(b));
            });
            return;
        case Pick::Dearest:
            std::ranges::sort(units, [&](std::uint32_t a, std::uint32_t b) {
                return std::tuple(price(b), rank(a)) < std::tuple(price(a), rank(b));
            });
            return;
        case Pick::First: std::ranges::sort(units); return;
        case Pick::Last: std::ranges::sort(units, std::greater<>()); return;
    }
    unreachable("a pick nobody named");
}

// Who goes into a group first. A part that is all reward is the only one that "the cheapest first"
// takes from the cheap end.
Pick order_of(GroupForm form, const GroupPart& part) {
    switch (form) {
        case GroupForm::Best:
        case GroupForm::DearestFirst: return Pick::Dearest;
        case GroupForm::CheapestFirst:
            return part.rewarded == part.quantity ? Pick::Cheapest : Pick::Dearest;
        case GroupForm::LineOrder: return Pick::First;
    }
    unreachable("a form of groups nobody named");
}

// The dearest first: the cheapest first turned round, so that equals, too, go from the one end to
// the other (group_search relies on it).
void order_supply(Units& units, Pick which, const Worksheet& sheet) {
    order_units(units, which == Pick::Dearest ? Pick::Cheapest : which, sheet);
    if (which == Pick::Dearest) std::ranges::reverse(units);
}

// The free units of one part, best first.
struct Supply {
    const GroupPart* part;
    Units units;
};

// Finds a unit for each place of parts that may want the same goods: a place that finds none free
// sends another on its way. Units that are gone are nobody's.
class Seating {
public:
    Seating(std::span<const Supply> supplies, const std::vector<char>& gone)
        : supplies_(supplies), gone_(gone), seat_of_(gone.size(), kNobody) {
        for (std::size_t supply = 0; supply < supplies.size(); ++supply)
            for (std::int64_t place = 0; place < supplies[supply].part->quantity; ++place) {
                if (!find_seat(static_cast<std::int32_t>(supply))) break;
                ++seated_;
            }
    }
    std::int64_t seated() const { return seated_; }

    // This part looks for its units itself; only the others keep theirs.
    void release(std::size_t supply) {
        std::ranges::replace(seat_of_, static_cast<std::int32_t>(supply), kNobody);
    }
    // Whether whoever sits on this unit, which is gone now, finds another.
    bool can_do_without(std::uint32_t unit) {
        const std::int32_t supply = seat_of_[unit];
        if (supply == kNobody) return true;
        seat_of_[unit] = kNobody;
        if (find_seat(supply)) return true;
        seat_of_[unit] = supply;
        return false;
    }

private:
    static constexpr std::int32_t kNobody = -1;

    bool find_seat(std::int32_t supply) {
        visited_.assign(gone_.size(), 0);
        return seat(supply);
    }
    bool seat(std::int32_t supply) {
        for (const std::uint32_t unit : supplies_[static_cast<std::size_t>(supply)].units) {
            if (gone_[unit] != 0 || visited_[unit] != 0) continue;
            visited_[unit] = 1;
            if (seat_of_[unit] == supply) continue;
            if (seat_of_[unit] != kNobody && !seat(seat_of_[unit])) continue;
            seat_of_[unit] = supply;
            return true;
        }
        return false;
    }

    std::span<const Supply> supplies_;
    const std::vector<char>& gone_;
    std::vector<std::int32_t> seat_of_;  // by unit: the part it is kept for
    std::vector<char> visited_;
    std::int64_t seated_ = 0;
};

std::int64_t places_in(std::span<const Supply> supplies) {
    std::int64_t places = 0;
    for (const Supply& supply : supplies) places += supply.part->quantity;
    return places;
}

bool share_goods(std::span<const Supply> supplies) {
    std::vector<std::uint32_t> all;
    for (const Supply& supply : supplies)
        all.insert(all.end(), supply.units.begin(), supply.units.end());
    std::ranges::sort(all);
    return std::ranges::adjacent_find(all) != all.end();
}

// Takes `part.quantity` units that no other part has, and that the parts in `seating` can do
// without; the rewarded among them by the pick. A `partial` group may lack rewarded ones.
bool take_part(const Supply& supply, Seating* seating, const Grouping& grouping,
               const Worksheet& sheet, bool partial, std::vector<char>& gone, GroupPlan& plan) {
    const GroupPart& part = *supply.part;
    const std::int64_t triggers = part.quantity - part.rewarded;
    Units taken;
    for (const std::uint32_t unit : supply.units) {
        if (static_cast<std::int64_t>(taken.size()) == part.quantity) break;
        if (gone[unit] != 0) continue;
        gone[unit] = 1;
        if (seating == nullptr || seating->can_do_without(unit))
            taken.push_back(unit);
        else
            gone[unit] = 0;
    }
    const auto count = static_cast<std::int64_t>(taken.size());
    if (count < (partial ? triggers : part.quantity)) {
        for (const std::uint32_t unit : taken) gone[unit] = 0;
        return false;
    }
    plan.used.insert(plan.used.end(), taken.begin(), taken.end());
    const Units rewarded = pick_units(grouping.rewarded, count - triggers, sheet, taken);
    plan.rewarded.insert(plan.rewarded.end(), rewarded.begin(), rewarded.end());
    return true;
}

// The next group, or an empty plan where the units do not suffice. `reserve`: parts share goods,
// and each leaves the later ones what they need.
GroupPlan next_group(const std::vector<Supply>& supplies, const Grouping& grouping,
                     const Worksheet& sheet, bool partial, bool reserve, std::vector<char>& gone) {
    GroupPlan plan;
    std::optional<Seating> seating;
    if (reserve && !partial) seating.emplace(supplies, gone);
    bool formed = !seating || seating->seated() == places_in(supplies);
    for (std::size_t i = 0; formed && i < supplies.size(); ++i) {
        if (seating) seating->release(i);
        formed = take_part(supplies[i], seating ? &*seating : nullptr, grouping, sheet, partial,
                           gone, plan);
    }
    if (formed && !plan.rewarded.empty()) return plan;
    for (const std::uint32_t unit : plan.used) gone[unit] = 0;
    return {};
}

std::int64_t lacking(const std::vector<Supply>& supplies, bool reserve,
                     const std::vector<char>& gone) {
    if (reserve) return places_in(supplies) - Seating(supplies, gone).seated();
    std::int64_t missing = 0;
    for (const Supply& supply : supplies) {
        const auto left = std::ranges::count_if(
            supply.units, [&](std::uint32_t unit) { return gone[unit] == 0; });
        missing += std::max<std::int64_t>(0, supply.part->quantity - left);
    }
    return missing;
}

// One part, rewards to the cheapest of all: the shop's reading of "the cheapest is free".
GroupPlans cheapest_of_all(const GroupPart& part, const Worksheet& sheet, Units units,
                           std::int64_t most) {
    GroupPlans plans;
    order_units(units, Pick::Cheapest, sheet);
    const auto count = static_cast<std::int64_t>(units.size());
    const std::int64_t groups = std::min(most, count / part.quantity);
    plans.missing = part.quantity - count % part.quantity;
    for (std::int64_t g = 0; g < groups; ++g) {
        GroupPlan plan;
        for (std::int64_t i = 0; i < part.rewarded; ++i)
            plan.rewarded.push_back(units[static_cast<std::size_t>(g * part.rewarded + i)]);
        plan.used = plan.rewarded;
        const std::int64_t triggers = part.quantity - part.rewarded;
        for (std::int64_t i = 0; i < triggers; ++i)
            plan.used.push_back(units[static_cast<std::size_t>(count - 1 - g * triggers - i)]);
        plans.groups.push_back(std::move(plan));
    }
    return plans;
}

}  // namespace

std::vector<std::uint32_t> pick_units(Pick which, std::int64_t count, const Worksheet& sheet,
                                      std::span<const std::uint32_t> units) {
    Units ordered(units.begin(), units.end());
    order_units(ordered, which, sheet);
    if (static_cast<std::int64_t>(ordered.size()) > count)
        ordered.resize(static_cast<std::size_t>(std::max<std::int64_t>(count, 0)));
    return ordered;
}

namespace {

// Groups out of units that may stand together.
GroupPlans groups_among(const Grouping& grouping, const Worksheet& sheet,
                        std::span<const std::uint32_t> free, std::int64_t most) {
    std::vector<Supply> supplies;
    for (const GroupPart& part : grouping.parts) {
        Supply supply{&part, {}};
        for (const std::uint32_t unit : free)
            if (fits(part.goods, sheet.line_of(unit))) supply.units.push_back(unit);
        order_supply(supply.units, order_of(grouping.form, part), sheet);
        supplies.push_back(std::move(supply));
    }
    if (grouping.form == GroupForm::CheapestFirst && supplies.size() == 1 && !grouping.incomplete &&
        grouping.rewarded == Pick::Cheapest)
        return cheapest_of_all(grouping.parts.front(), sheet, supplies.front().units, most);
    GroupPlans plans;
    const bool reserve = share_goods(supplies);
    std::vector<char> gone(sheet.units.size(), 0);
    for (const bool partial : {false, true}) {
        if (partial && !grouping.incomplete) break;
        while (static_cast<std::int64_t>(plans.groups.size()) < most) {
            GroupPlan plan = next_group(supplies, grouping, sheet, partial, reserve, gone);
            if (plan.used.empty()) break;
            plans.groups.push_back(std::move(plan));
        }
    }
    plans.missing = lacking(supplies, reserve, gone);
    return plans;
}

std::int64_t worth(const GroupPlan& plan, const Worksheet& sheet) {
    std::int64_t sum = 0;
    for (const std::uint32_t unit : plan.rewarded) sum += sheet.units[unit].running;
    return sum;
}

// Units apart by goods or by line, in the order of what they are.
std::vector<Units> apart(GroupOf of, const Worksheet& sheet, std::span<const std::uint32_t> free) {
    Units sorted(free.begin(), free.end());
    const auto line = [&](std::uint32_t unit) -> const SheetLine& {
        return sheet.lines[sheet.units[unit].line];
    };
    std::ranges::stable_sort(sorted, {}, [&](std::uint32_t unit) { return line(unit).rank; });
    std::vector<Units> parts;
    for (const std::uint32_t unit : sorted) {
        const bool same = !parts.empty() &&
                          (of == GroupOf::OneLine
                               ? sheet.units[parts.back().back()].line == sheet.units[unit].line
                               : sheet.line_of(parts.back().back()).sku == line(unit).line->sku);
        if (!same) parts.emplace_back();
        parts.back().push_back(unit);
    }
    return parts;
}

}  // namespace

GroupPlans form_groups(const Grouping& grouping, const Worksheet& sheet,
                       std::span<const std::uint32_t> free, std::int64_t most) {
    if (grouping.of == GroupOf::Anything) return groups_among(grouping, sheet, free, most);
    GroupPlans all;
    for (const Units& units : apart(grouping.of, sheet, free)) {
        GroupPlans plans = groups_among(grouping, sheet, units, most);
        all.missing = all.missing == 0 ? plans.missing : std::min(all.missing, plans.missing);
        std::ranges::move(plans.groups, std::back_inserter(all.groups));
    }
    std::ranges::stable_sort(all.groups, [&](const GroupPlan& a, const GroupPlan& b) {
        return worth(a, sheet) > worth(b, sheet);
    });
    if (static_cast<std::int64_t>(all.groups.size()) > most)
        all.groups.resize(static_cast<std::size_t>(std::max<std::int64_t>(most, 0)));
    return all;
}

}  // namespace kopilka
