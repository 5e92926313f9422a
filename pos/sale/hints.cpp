#include "pos/sale/hints.h"

#include <algorithm>

namespace kopilka {
namespace {

constexpr std::int64_t kMostAdded = 20;  // further away is no hint

struct More {
    Worksheet sheet;
    std::vector<std::uint32_t> units;  // of the contender
};

// The sheet with `count` more of the cheapest piece among the contender's goods.
std::optional<More> with_more(const Contender& contender, const Worksheet& sheet,
                              std::int64_t count) {
    std::optional<std::uint32_t> cheapest;
    for (const std::uint32_t unit : contender.units) {
        if (!sheet.is_piece(unit) || sheet.units[unit].original == 0) continue;
        if (!cheapest || sheet.units[unit].original < sheet.units[*cheapest].original)
            cheapest = unit;
    }
    if (!cheapest) return std::nullopt;
    More more{sheet, {contender.units.begin(), contender.units.end()}};
    for (std::int64_t i = 0; i < count; ++i) {
        SheetUnit added = sheet.units[*cheapest];
        added.running = added.original;
        added.served = false;
        more.units.push_back(static_cast<std::uint32_t>(more.sheet.units.size()));
        more.sheet.units.push_back(added);
    }
    return more;
}

std::int64_t saving(const Offer& offer, UnitSpan units, const Given& given,
                    const Worksheet& sheet) {
    std::vector<std::int64_t> prices;
    for (const SheetUnit& unit : sheet.units) prices.push_back(unit.running);
    const LaneView view{given, sheet, prices};
    Contender settled{&offer, units};
    if (!settle_cut(settled, view).holds) return 0;
    if (const auto quick = quick_worth(settled, view)) return *quick;
    return propose(settled, view).cut.total;
}

}  // namespace

std::optional<Explanation::Hint> hint_for(const Contender& contender, const Verdict& missing,
                                          const LaneView& view) {
    if (missing.missing != 1 || !contender.offer->cut || contender.units.empty())
        return std::nullopt;
    if (missing.kind == ConditionKind::MinimumAmount) {
        const auto* more = std::get_if<Money>(&missing.distance);
        const std::int64_t saves =
            saving(*contender.offer, contender.units, view.given, view.sheet);
        if (more == nullptr || saves == 0) return std::nullopt;
        return Explanation::Hint{*more, Money::of(saves)};
    }
    const auto* quantity = std::get_if<Quantity>(&missing.distance);
    if (missing.kind != ConditionKind::MinimumQuantity || quantity == nullptr ||
        !is_whole(*quantity) || *quantity > units(kMostAdded))
        return std::nullopt;
    const std::int64_t count = quantity->count() / 1000;
    const auto more = with_more(contender, view.sheet, count);
    if (!more) return std::nullopt;
    const std::int64_t saves = saving(*contender.offer, more->units, view.given, more->sheet);
    if (saves == 0) return std::nullopt;
    return Explanation::Hint{Money::of(more->sheet.units.back().original * count),
                             Money::of(saves)};
}

}  // namespace kopilka
