#include "pos/loyalty/lend_ahead.h"

#include <algorithm>
#include <utility>

namespace kopilka {
namespace {

constexpr std::size_t kMostStores = 3;  // that a member has rights in
constexpr std::size_t kMostKnown = 8;   // whose visits are remembered
constexpr int kRecentDays = 90;
constexpr std::int64_t kWhole = 100;  // hundredths of a point

std::vector<StoreId> usual_stores(const Member& member, Date today) {
    std::vector<std::pair<StoreVisits, StoreId>> stores;
    for (const auto& [store, visits] : member.visits)
        if (plus_days(visits.last, kRecentDays) >= today) stores.emplace_back(visits, store);
    std::ranges::stable_sort(stores, std::greater(), [](const auto& one) {
        return std::pair(one.first.count, one.first.last.days);
    });
    std::vector<StoreId> names;
    for (auto& [visits, store] : stores)
        if (names.size() < kMostStores) names.push_back(std::move(store));
    return names;
}

void forget_oldest(std::map<StoreId, StoreVisits>& visits) {
    while (visits.size() > kMostKnown)
        visits.erase(
            std::ranges::min_element(visits, {}, [](const auto& one) { return one.second.last; }));
}

Points whole_points(Points points) { return Points::of(points.count() / kWhole * kWhole); }

}  // namespace

AheadShares shares_ahead(Points all, Points usual, const Member& member, Date today,
                         std::span<const AheadHolder> holders) {
    AheadShares shares;
    // A little more than ever before.
    const Points at_once =
        usual.is_zero() ? all : std::min(all, Points::of(usual.count() + usual.count() / 4));
    Points rest = all;
    for (const StoreId& store : usual_stores(member, today)) {
        const auto here = [&](const AheadHolder& one) { return one.store == store; };
        const std::int64_t count = std::ranges::count_if(holders, here);
        if (count == 0) continue;
        const Points each = std::min(at_once, whole_points(Points::of(rest.count() / count)));
        for (const AheadHolder& one : holders) {
            if (!here(one)) continue;
            const Points more = whole_points(each - std::min(each, one.held));
            if (more * 4 >= each && more > kNoPoints) shares.lacking.push_back({one.holder, more});
            if (one.held >= each * 2) shares.holding_much.push_back(one.holder);
        }
        rest -= each * count;
    }
    return shares;
}

void note_visit(Member& member, const StoreId& store, Date day,
                const std::map<ProgrammeId, Points>& spent) {
    StoreVisits& visits = member.visits[store];
    visits.count += 1;
    visits.last = std::max(visits.last, day);
    forget_oldest(member.visits);
    for (const auto& [programme, points] : spent) {
        Points& usual = member.usual_spend[programme];
        usual = std::max(points, Points::of((usual.count() * 3 + points.count()) / 4));
    }
}

void add_visits(Member& to, const Member& from) {
    for (const auto& [store, more] : from.visits) {
        StoreVisits& visits = to.visits[store];
        visits.count += more.count;
        visits.last = std::max(visits.last, more.last);
    }
    forget_oldest(to.visits);
    for (const auto& [programme, points] : from.usual_spend) {
        Points& usual = to.usual_spend[programme];
        usual = std::max(usual, points);
    }
}

}  // namespace kopilka
