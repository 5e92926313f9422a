#include "pos/sale/share_out.h"

#include "pos/sale/scratch.h"
#include "pos/sale/spread.h"

#include <algorithm>
#include <utility>

namespace kopilka {
namespace {

// Cuts `units` where the key changes.
template <typename Key>
ScratchVector<UnitSpan> split(UnitSpan units, Key key) {
    ScratchVector<UnitSpan> parts;
    for (std::size_t first = 0; first < units.size();) {
        std::size_t last = first + 1;
        while (last < units.size() && key(units[last]) == key(units[first])) ++last;
        parts.push_back(units.subspan(first, last - first));
        first = last;
    }
    return parts;
}

}  // namespace

std::vector<std::int64_t> give_in_order(std::int64_t sum, std::span<const SpreadPart> parts) {
    std::vector<std::int64_t> given;
    for (const SpreadPart& part : parts) {
        given.push_back(std::min(sum, part.capacity));
        sum -= given.back();
    }
    return given;
}

bool ShareOut::converts() const {
    const TaxMode mode = view_.given.context.tax;
    switch (offer_.money.sums) {
        case SumTax::AsPriced: return false;
        case SumTax::WithTax: return mode == TaxMode::Excluded;
        case SumTax::WithoutTax: return mode == TaxMode::Included;
    }
    return false;
}

ShareOut::Factor ShareOut::factor_of(std::uint32_t line) const {
    if (!converts()) return {};
    const std::int64_t whole = BasisPoints::kWhole;
    const std::int64_t taxed = whole + view_.sheet.lines[line].line->tax_rate.value;
    return offer_.money.sums == SumTax::WithTax ? Factor{taxed, whole} : Factor{whole, taxed};
}

std::int64_t ShareOut::in_sums(std::uint32_t unit) const {
    const Factor factor = factor_of(at(unit).line);
    return scale(at(unit).running, factor.up, factor.down, Rounding::HalfUp);
}

std::int64_t ShareOut::weight_of(std::uint32_t unit) const {
    if (!capped_.empty()) return capped_[unit].amount;
    return offer_.money.spread == SpreadBy::Unit ? 1 : base_of(basis_, unit, view_);
}
std::int64_t ShareOut::capacity_of(std::uint32_t unit, bool move) const {
    if (!capped_.empty()) return capped_[unit].amount;
    return move ? at(unit).room() : base_of(basis_, unit, view_);
}

std::int64_t ShareOut::put(std::uint32_t unit, std::int64_t amount) {
    const std::int64_t taken = std::min(amount, at(unit).room());
    Take& take = result_.takes.emplace_back();
    take.unit = unit;
    take.amount = taken;
    take.rate = capped_.empty() ? rate_ : capped_[unit].rate;
    result_.total += taken;
    return taken;
}

void ShareOut::limit(std::int64_t amount, ConditionKind by) {
    result_.not_given += amount;
    result_.limited_by = by;
}

// The pieces of a line are equals: their odd kopecks go to the largest remainder, then the first.
void ShareOut::share_units(std::int64_t sum, UnitSpan units, bool move, std::int64_t& given) {
    if (units.size() == 1) {
        given += put(units.front(), std::min(sum, capacity_of(units.front(), move)));
        return;
    }
    ScratchVector<SpreadPart> parts(units.size());
    for (std::size_t i = 0; i < units.size(); ++i) {
        parts[i].weight = weight_of(units[i]);
        parts[i].capacity = capacity_of(units[i], move);
        parts[i].rank = view_.sheet.rank_of(units[i]);
    }
    ScratchVector<std::int64_t> shares(units.size(), 0);
    spread_into({shares.data(), shares.size()}, sum, {parts.data(), parts.size()});
    for (std::size_t i = 0; i < units.size(); ++i) given += put(units[i], shares[i]);
}

// Equal goods share first, then their lines, then the pieces of a line: how equal pieces are split
// into lines changes nothing, and a line's part is right to the last kopeck. A policy that speaks
// of lines ("first", a rounding of shares) begins with the lines.
std::int64_t ShareOut::share(Level level, std::int64_t sum, UnitSpan units, bool move) {
    const auto& sheet = view_.sheet;
    std::int64_t given = 0;
    if (level == Level::Unit) {
        share_units(sum, units, move, given);
        return given;
    }
    if (at(units.front()).line == at(units.back()).line)
        return share(Level::Unit, sum, units, move);
    const auto groups = split(units, [&](std::uint32_t unit) {
        return level == Level::Goods ? sheet.kind_of(unit) : at(unit).line;
    });
    const Level next = level == Level::Goods ? Level::Line : Level::Unit;
    if (groups.size() == 1) return share(next, sum, groups.front(), move);
    ScratchVector<SpreadPart> parts;
    parts.reserve(groups.size());
    for (const UnitSpan group : groups) {
        SpreadPart part{0, 0, sheet.rank_of(group.front())};
        for (const std::uint32_t unit : group) {
            part.weight += weight_of(unit);
            part.capacity += capacity_of(unit, move);
        }
        parts.push_back(part);
    }
    ScratchVector<std::int64_t> shares(groups.size(), 0);
    spread_into({shares.data(), shares.size()}, sum, {parts.data(), parts.size()},
                offer_.money.remainder, offer_.money.shares);
    for (std::size_t i = 0; i < groups.size(); ++i)
        given += share(next, shares[i], groups[i], move);
    return given;
}

void ShareOut::take_off(std::int64_t sum, UnitSpan units, bool move) {
    const MoneyPolicy& money = offer_.money;
    const bool by_goods = money.remainder == Remainder::Largest && money.shares == Rounding::Down;
    std::int64_t given = 0;
    const bool one_line = !units.empty() && at(units.front()).line == at(units.back()).line;
    if (by_goods && !one_line && units.size() > 1) {
        ScratchVector<std::uint32_t> sorted(units.begin(), units.end());
        const auto& sheet = view_.sheet;
        std::ranges::sort(sorted, [&](std::uint32_t a, std::uint32_t b) {
            return std::pair(sheet.kind_of(a), a) < std::pair(sheet.kind_of(b), b);
        });
        given = share(Level::Goods, sum, {sorted.data(), sorted.size()}, move);
    } else if (!units.empty()) {
        given = share(Level::Line, sum, units, move);
    }
    if (given < sum) limit(sum - given, ConditionKind::Floor);
}

// What a line's price loses. Where tax is inside, what stays is the price without it, less the sum,
// and its tax: 100.00 net off 5000.00 with 14 % leave 4285.96 net, which cost 4885.99.
std::int64_t ShareOut::price_of(std::int64_t sum, std::span<const std::uint32_t> line,
                                Factor factor) const {
    const auto priced = [&](std::int64_t one) {
        return scale(one, factor.down, factor.up, Rounding::HalfUp);
    };
    if (offer_.money.sums == SumTax::WithTax) return priced(sum);
    std::int64_t running = 0;
    for (const std::uint32_t unit : line) running += at(unit).running;
    const std::int64_t net = scale(running, factor.up, factor.down, Rounding::HalfUp);
    return std::clamp<std::int64_t>(running - priced(net - sum), 0, running);
}

// Lines of different tax rates share the sum as their prices are with (without) tax; each line's
// share then loses (gains) its own tax.
void ShareOut::take_sum_off(std::int64_t sum, UnitSpan units, bool move) {
    if (!converts()) {
        take_off(sum, units, move);
        return;
    }
    const auto lines = split(units, [&](std::uint32_t unit) { return at(unit).line; });
    std::vector<SpreadPart> parts;
    for (const UnitSpan line : lines) {
        const Factor factor = factor_of(at(line.front()).line);
        SpreadPart part{0, 0, view_.sheet.rank_of(line.front())};
        for (const std::uint32_t unit : line) {
            part.weight += weight_of(unit);
            part.capacity += capacity_of(unit, move);
        }
        if (offer_.money.spread == SpreadBy::Price)
            part.weight = scale(part.weight, factor.up, factor.down, Rounding::HalfUp);
        part.capacity = scale(part.capacity, factor.up, factor.down, Rounding::HalfUp);
        parts.push_back(part);
    }
    const auto shares = spread(sum, parts, offer_.money.remainder, offer_.money.shares);
    std::int64_t given = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Factor factor = factor_of(at(lines[i].front()).line);
        std::int64_t room = 0;
        for (const std::uint32_t unit : lines[i]) room += capacity_of(unit, move);
        const std::int64_t off = shares[i] == parts[i].capacity
                                     ? room
                                     : std::min(price_of(shares[i], lines[i], factor), room);
        given += shares[i];
        std::int64_t taken = 0;
        share_units(off, lines[i], move, taken);
        if (taken < off) limit(off - taken, ConditionKind::Floor);
    }
    if (given < sum) limit(sum - given, ConditionKind::Floor);
}

std::int64_t ShareOut::most(ConditionKind& by) const {
    const Limits& limits = offer_.limits;
    by = ConditionKind::Cap;
    if (!limits.budget) return limits.cap->count();
    const auto& shares = view_.given.context.budget_shares;
    const auto left = shares.find(offer_.id);
    const std::int64_t budget = left == shares.end()
                                    ? limits.budget->count()
                                    : std::max<std::int64_t>(left->second.count(), 0);
    if (limits.has_own_cap() && limits.cap->count() <= budget) return limits.cap->count();
    by = ConditionKind::Budget;
    return budget;
}

void ShareOut::cap_at(std::int64_t most, ConditionKind by) {
    std::ranges::sort(result_.takes, {}, &Take::unit);
    if (converts() || offer_.limits.cap_in_order) {
        cap_by_lines(most, by);
    } else if (result_.total > most) {
        limit(result_.total - most, by);
        share_cap(most);
    }
}

// As the sum was shared, each unit up to what it would have taken.
void ShareOut::share_cap(std::int64_t most) {
    capped_.resize(view_.sheet.units.size());
    std::vector<std::uint32_t> units;
    for (const Take& take : result_.takes) {
        if (capped_[take.unit].amount == 0) units.push_back(take.unit);
        capped_[take.unit].amount += take.amount;
        capped_[take.unit].rate = take.rate;
    }
    result_.takes.clear();
    result_.total = 0;
    take_off(most, units, true);
    capped_.clear();
}

void ShareOut::cap_by_lines(std::int64_t most, ConditionKind by) {
    std::vector<std::span<Take>> lines;
    for (std::size_t first = 0; first < result_.takes.size();) {
        std::size_t last = first + 1;
        while (last < result_.takes.size() &&
               at(result_.takes[last].unit).line == at(result_.takes[first].unit).line)
            ++last;
        lines.push_back(std::span(result_.takes).subspan(first, last - first));
        first = last;
    }
    std::vector<SpreadPart> parts;
    std::vector<std::int64_t> prices;
    std::int64_t total = 0;
    for (const auto line : lines) {
        const Factor factor = factor_of(at(line.front().unit).line);
        std::int64_t price = 0;
        for (const Take& take : line) price += take.amount;
        const std::int64_t sum = scale(price, factor.up, factor.down, Rounding::HalfUp);
        parts.push_back({sum, sum, view_.sheet.rank_of(line.front().unit)});
        prices.push_back(price);
        total += sum;
    }
    if (total <= most) return;
    const auto shares = offer_.limits.cap_in_order
                            ? give_in_order(most, parts)
                            : spread(most, parts, offer_.money.remainder, offer_.money.shares);
    std::int64_t left = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Factor factor = factor_of(at(lines[i].front().unit).line);
        const std::int64_t price =
            shares[i] == parts[i].capacity
                ? prices[i]
                : std::min(prices[i], scale(shares[i], factor.down, factor.up, Rounding::HalfUp));
        std::vector<SpreadPart> units;
        for (const Take& take : lines[i])
            units.push_back({take.amount, take.amount, view_.sheet.rank_of(take.unit)});
        const auto amounts = spread(price, units);
        for (std::size_t u = 0; u < amounts.size(); ++u) lines[i][u].amount = amounts[u];
        left += price;
    }
    limit(result_.total - left, by);
    result_.total = left;
}

void ShareOut::finish() {
    if (!offer_.limits.has_own_cap() && !offer_.limits.budget) return;
    ConditionKind by = ConditionKind::None;
    const std::int64_t most_off = most(by);
    if (by != ConditionKind::Budget || offer_.limits.budget_cut) return cap_at(most_off, by);
    if (result_.total <= most_off) return;
    limit(result_.total, by);
    result_.takes.clear();
    result_.total = 0;
}

}  // namespace kopilka
