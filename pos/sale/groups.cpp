#include "pos/sale/groups.h"

#include "pos/core/check.h"
#include "pos/sale/match.h"

#include <algorithm>
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

Pick order_of(GroupForm form) {
    switch (form) {
        case GroupForm::Best:
        case GroupForm::DearestFirst:
        case GroupForm::CheapestFirst: return Pick::Dearest;
        case GroupForm::LineOrder: return Pick::First;
    }
    unreachable("a form of groups nobody named");
}

// The free units of one part, best first, and how many of them earlier groups have used.
struct Supply {
    const GroupPart* part;
    Units units;
};

// Takes `part.quantity` units that no other part has; the rewarded among them by the pick.
bool take_part(const Supply& supply, const Grouping& grouping, const Worksheet& sheet,
               std::vector<char>& gone, GroupPlan& plan) {
    Units taken;
    for (const std::uint32_t unit : supply.units) {
        if (static_cast<std::int64_t>(taken.size()) == supply.part->quantity) break;
        if (gone[unit] == 0) taken.push_back(unit);
    }
    if (static_cast<std::int64_t>(taken.size()) < supply.part->quantity) return false;
    for (const std::uint32_t unit : taken) gone[unit] = 1;
    plan.used.insert(plan.used.end(), taken.begin(), taken.end());
    const Units rewarded = pick_units(grouping.rewarded, supply.part->rewarded, sheet, taken);
    plan.rewarded.insert(plan.rewarded.end(), rewarded.begin(), rewarded.end());
    return true;
}

std::int64_t lacking(const std::vector<Supply>& supplies, const std::vector<char>& gone) {
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

GroupPlans form_groups(const Grouping& grouping, const Worksheet& sheet,
                       std::span<const std::uint32_t> free, std::int64_t most) {
    std::vector<Supply> supplies;
    for (const GroupPart& part : grouping.parts) {
        Supply supply{&part, {}};
        for (const std::uint32_t unit : free)
            if (fits(part.goods, sheet.line_of(unit))) supply.units.push_back(unit);
        order_units(supply.units, order_of(grouping.form), sheet);
        supplies.push_back(std::move(supply));
    }
    if (grouping.form == GroupForm::CheapestFirst && supplies.size() == 1)
        return cheapest_of_all(grouping.parts.front(), sheet, supplies.front().units, most);
    GroupPlans plans;
    std::vector<char> gone(sheet.units.size(), 0);
    while (static_cast<std::int64_t>(plans.groups.size()) < most) {
        GroupPlan plan;
        std::vector<char> tried = gone;
        const bool complete = std::ranges::all_of(supplies, [&](const Supply& supply) {
            return take_part(supply, grouping, sheet, tried, plan);
        });
        if (!complete) break;
        gone = std::move(tried);
        plans.groups.push_back(std::move(plan));
    }
    plans.missing = lacking(supplies, gone);
    return plans;
}

}  // namespace kopilka
