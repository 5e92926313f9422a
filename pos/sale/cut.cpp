#include "pos/sale/cut.h"

#include "pos/core/check.h"
#include "pos/sale/spread.h"

#include <algorithm>
#include <map>

namespace kopilka {
namespace {

class Cutter {
public:
    Cutter(const Offer& offer, const LaneView& view)
        : offer_(offer), view_(view), share_(paid_share(offer, view)) {}

    CutResult operator()(const PercentOff& cut, std::span<const UnitGroup> groups) {
        for (const UnitGroup& bucket : buckets(joined(groups))) {
            std::int64_t base = 0;
            for (const std::uint32_t unit : bucket) base += base_of(unit);
            spread_off(rounded_share(base, cut.rate), bucket, false);
        }
        return finish();
    }

    CutResult operator()(const AmountOff& cut, std::span<const UnitGroup> groups) {
        for (const UnitGroup& part : parts_for(cut.per, groups)) {
            const bool unit = cut.per == AmountPer::Unit;
            const Money amount = unit ? extend(cut.amount, view_.sheet.quantity_of(part.front()),
                                               offer_.money.rounding)
                                      : cut.amount;
            spread_off(shared(amount), part, offer_.money.move_over_floor);
        }
        return finish();
    }

    CutResult operator()(const FixedPrice& cut, std::span<const UnitGroup> groups) {
        for (const UnitGroup& group : groups) {
            if (offer_.groups) {
                lower_to(cut.price.count(), group);
                continue;
            }
            for (const std::uint32_t unit : group)
                lower_to(
                    extend(cut.price, view_.sheet.quantity_of(unit), offer_.money.rounding).count(),
                    {unit});
        }
        return finish();
    }

private:
    const SheetUnit& at(std::uint32_t unit) const { return view_.sheet.units[unit]; }

    std::int64_t base_of(std::uint32_t unit) const {
        switch (offer_.money.of) {
            case PriceBasis::Running: return at(unit).running;
            case PriceBasis::Original: return at(unit).original;
            case PriceBasis::Lane: return view_.lane_start[unit];
        }
        unreachable("a basis nobody named");
    }

    // The rate of `base`, by the offer's rounding: of the discount, or of the price that is left.
    std::int64_t rounded_share(std::int64_t base, BasisPoints rate) const {
        const MoneyPolicy& money = offer_.money;
        const std::int64_t step = money.step.count();
        const std::int64_t whole = BasisPoints::kWhole * share_.of;
        const std::int64_t off = std::min(rate.value * share_.paid, whole);
        const bool of_price = money.rounded == Rounded::Price;
        const std::int64_t rounded =
            scale(base, of_price ? whole - off : off, whole * step, money.rounding) * step;
        return std::clamp<std::int64_t>(of_price ? base - rounded : rounded, 0, base);
    }
    std::int64_t shared(Money amount) const {
        return scale(amount.count(), share_.paid, share_.of, offer_.money.rounding);
    }

    std::vector<UnitGroup> by_line(const UnitGroup& units) const {
        std::map<std::uint32_t, UnitGroup> lines;
        for (const std::uint32_t unit : units) lines[at(unit).line].push_back(unit);
        std::vector<UnitGroup> groups;
        for (auto& [line, group] : lines) groups.push_back(std::move(group));
        return groups;
    }
    static std::vector<UnitGroup> each(const UnitGroup& units) {
        std::vector<UnitGroup> groups;
        for (const std::uint32_t unit : units) groups.push_back({unit});
        return groups;
    }
    static UnitGroup joined(std::span<const UnitGroup> groups) {
        UnitGroup all;
        for (const UnitGroup& group : groups) all.insert(all.end(), group.begin(), group.end());
        return all;
    }
    std::vector<UnitGroup> buckets(const UnitGroup& units) const {
        switch (offer_.money.per) {
            case RoundingPer::Order: return {units};
            case RoundingPer::Line: return by_line(units);
            case RoundingPer::Unit: return each(units);
        }
        unreachable("a rounding place nobody named");
    }
    std::vector<UnitGroup> parts_for(AmountPer per, std::span<const UnitGroup> groups) const {
        switch (per) {
            case AmountPer::Order: return {joined(groups)};
            case AmountPer::Line: return by_line(joined(groups));
            case AmountPer::Unit: return each(joined(groups));
            case AmountPer::Group: return {groups.begin(), groups.end()};
        }
        unreachable("a share of a fixed sum nobody named");
    }

    void lower_to(std::int64_t price, const UnitGroup& group) {
        std::int64_t running = 0;
        for (const std::uint32_t unit : group) running += at(unit).running;
        if (running > price) spread_off(shared(Money::of(running - price)), group, true);
    }

    SpreadPart part_of(std::uint32_t unit, bool move) const {
        const bool even = offer_.money.spread == SpreadBy::Unit;
        const std::int64_t base = base_of(unit);
        return {even ? 1 : base, move ? at(unit).room() : base, view_.sheet.rank_of(unit)};
    }

    // Equal goods share first, then their lines, then the pieces of a line: how equal pieces are
    // split into lines changes nothing, and a line's part is right to the last kopeck.
    enum class Level { Goods, Line, Unit };
    std::vector<UnitGroup> parts_at(Level level, const UnitGroup& units) const {
        std::map<std::uint32_t, UnitGroup> parts;
        for (const std::uint32_t unit : units) {
            switch (level) {
                case Level::Goods: parts[view_.sheet.kind_of(unit)].push_back(unit); break;
                case Level::Line: parts[at(unit).line].push_back(unit); break;
                case Level::Unit: parts[unit].push_back(unit); break;
            }
        }
        std::vector<UnitGroup> groups;
        for (auto& [key, group] : parts) groups.push_back(std::move(group));
        // "First" and "last" mean the order of lines.
        std::ranges::sort(groups, {}, [](const UnitGroup& group) { return group.front(); });
        return groups;
    }
    std::int64_t spread_at(Level level, std::int64_t sum, const UnitGroup& units, bool move) {
        const std::vector<UnitGroup> groups = parts_at(level, units);
        std::vector<SpreadPart> parts;
        for (const UnitGroup& group : groups) {
            SpreadPart whole{0, 0, view_.sheet.rank_of(group.front())};
            for (const std::uint32_t unit : group) {
                const SpreadPart one = part_of(unit, move);
                whole.weight += one.weight;
                whole.capacity += one.capacity;
            }
            parts.push_back(whole);
        }
        const auto shares = spread(sum, parts, offer_.money.remainder);
        std::int64_t given = 0;
        for (std::size_t i = 0; i < groups.size(); ++i)
            given += level == Level::Unit
                         ? put(groups[i].front(), shares[i])
                         : spread_at(level == Level::Goods ? Level::Line : Level::Unit, shares[i],
                                     groups[i], move);
        return given;
    }
    void spread_off(std::int64_t sum, const UnitGroup& units, bool move) {
        const std::int64_t given = spread_at(Level::Goods, sum, units, move);
        if (given < sum) limit(sum - given, ConditionKind::Floor);
    }

    std::int64_t put(std::uint32_t unit, std::int64_t amount) {
        const std::int64_t taken = std::min(amount, at(unit).room());
        result_.takes.push_back({unit, taken});
        result_.total += taken;
        return taken;
    }
    void limit(std::int64_t amount, ConditionKind by) {
        result_.not_given += amount;
        result_.limited_by = by;
    }

    CutResult finish() {
        const auto& cap = offer_.limits.cap;
        if (!cap || result_.total <= cap->count()) return std::move(result_);
        limit(result_.total - cap->count(), ConditionKind::Cap);
        std::vector<SpreadPart> parts;
        for (const Take& take : result_.takes)
            parts.push_back({take.amount, take.amount, view_.sheet.rank_of(take.unit)});
        const auto capped = spread(cap->count(), parts, offer_.money.remainder);
        for (std::size_t i = 0; i < capped.size(); ++i) result_.takes[i].amount = capped[i];
        result_.total = cap->count();
        return std::move(result_);
    }

    const Offer& offer_;
    const LaneView& view_;
    PaidShare share_;
    CutResult result_;
};

}  // namespace

PaidShare paid_share(const Offer& offer, const LaneView& view) {
    const auto* all = std::get_if<AllOf>(&offer.when.fact);
    if (all == nullptr) return {};
    for (const Condition& condition : all->conditions) {
        const auto* payment = std::get_if<PaidBy>(&condition.fact);
        if (payment == nullptr || payment->how == PaymentShare::Whole) continue;
        std::int64_t due = 0;
        for (const std::int64_t price : view.lane_start) due += price;
        if (due == 0) return {0, 1};
        return {paid_by(payment->methods, due, view.given), due};
    }
    return {};
}

CutResult cut_units(const PlainCut& cut, const Offer& offer, const LaneView& view,
                    std::span<const UnitGroup> groups) {
    return std::visit([&](const auto& one) { return Cutter(offer, view)(one, groups); }, cut);
}

}  // namespace kopilka
