#include "pos/sale/repeat.h"

#include <algorithm>
#include <limits>

namespace kopilka {
namespace {

std::int64_t most_of(const Offer& offer) {
    return offer.limits.per_receipt.value_or(std::numeric_limits<std::int64_t>::max());
}

std::int64_t measured(const Repeat& repeat, const Worksheet& sheet,
                      std::span<const std::uint32_t> units) {
    std::int64_t sum = 0;
    for (const std::uint32_t unit : units)
        sum += repeat.amount ? sheet.units[unit].running : sheet.quantity_of(unit).count();
    return sum;
}

std::int64_t step_of(const Repeat& repeat) {
    return repeat.amount ? repeat.amount->count() : repeat.quantity.count();
}

}  // namespace

Times times_of(const Offer& offer, const Worksheet& sheet, std::span<const std::uint32_t> units) {
    if (!offer.repeat) return {};
    const Repeat& repeat = *offer.repeat;
    const std::int64_t beyond = measured(repeat, sheet, units) - repeat.after;
    const std::int64_t times = std::max<std::int64_t>(beyond, 0) / step_of(repeat);
    if (times > 0) return {std::min(times, most_of(offer)), {}};
    const std::int64_t more = step_of(repeat) - beyond;
    if (repeat.amount)
        return {0, Verdict::missing_one(ConditionKind::MinimumAmount, Money::of(more))};
    return {0, Verdict::missing_one(ConditionKind::MinimumQuantity, Quantity::of(more))};
}

std::vector<SkuTimes> times_by_sku(const Offer& offer, const Worksheet& sheet,
                                   std::span<const std::uint32_t> units) {
    std::vector<std::pair<const Sku*, std::vector<std::uint32_t>>> kinds;
    for (const std::uint32_t unit : units) {
        const Sku& sku = sheet.line_of(unit).sku;
        auto kind = std::ranges::find_if(kinds, [&](const auto& one) { return *one.first == sku; });
        if (kind == kinds.end()) kind = kinds.insert(kinds.end(), {&sku, {}});
        kind->second.push_back(unit);
    }
    std::ranges::sort(kinds, [](const auto& a, const auto& b) { return *a.first < *b.first; });
    std::vector<SkuTimes> result;
    std::int64_t left = most_of(offer);
    for (const auto& [sku, of_kind] : kinds) {
        const std::int64_t times = std::min(times_of(offer, sheet, of_kind).times, left);
        if (times > 0) result.push_back({sku, times});
        left -= times;
    }
    return result;
}

}  // namespace kopilka
