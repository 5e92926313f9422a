#include "pos/sale/cut.h"

#include "pos/core/check.h"
#include "pos/sale/scratch.h"
#include "pos/sale/share_out.h"

#include <algorithm>

namespace kopilka {
namespace {

// The arithmetic of one offer: what its percentages and sums come to.
struct Terms {
    Terms(const Offer& of_offer, const LaneView& view, std::int64_t how_often)
        : offer(of_offer), share(paid_share(of_offer, view)), times(how_often) {}

    // `fine`: the exact discount on `base`, in parts of `whole()`; rounded as the offer says, or so
    // that the price that is left is.
    std::int64_t rounded(Wide fine, std::int64_t base) const {
        const MoneyPolicy& money = offer.money;
        const std::int64_t step = money.step.count();
        const bool of_price = money.rounded == Rounded::Price;
        if (of_price) fine = base * whole() - fine;
        const std::int64_t sum = divide(fine, whole() * step, money.rounding) * step;
        return std::clamp<std::int64_t>(of_price ? base - sum : sum, 0, base);
    }
    Wide whole() const { return static_cast<Wide>(BasisPoints::kWhole) * share.of; }
    // Of a rate in basis points, in parts of `whole()`; never more than all.
    Wide part(std::int64_t rate) const {
        return std::min(static_cast<Wide>(rate) * share.paid, whole());
    }
    std::int64_t shared(std::int64_t amount) const {
        if (share.paid == share.of) return amount;
        return scale(amount, share.paid, share.of, offer.money.rounding);
    }
    std::int64_t sum_of(const AmountOff& cut, Quantity quantity) const {
        const Money amount = cut.per == AmountPer::Unit
                                 ? extend(cut.amount, quantity, offer.money.rounding)
                                 : cut.amount;
        return shared((amount * times).count());
    }

    const Offer& offer;
    PaidShare share;
    std::int64_t times;
};

// The units of all groups, ascending.
class Joined {
public:
    explicit Joined(std::span<const UnitSpan> groups) {
        if (groups.size() == 1 && std::ranges::is_sorted(groups.front())) {
            units_ = groups.front();
            return;
        }
        std::size_t count = 0;
        for (const UnitSpan group : groups) count += group.size();
        all_.reserve(count);
        for (const UnitSpan group : groups) all_.insert(all_.end(), group.begin(), group.end());
        std::ranges::sort(all_);
        units_ = UnitSpan(all_.data(), all_.size());
    }
    UnitSpan units() const { return units_; }

private:
    ScratchVector<std::uint32_t> all_;
    UnitSpan units_;
};

template <typename Do>
void each_bucket(RoundingPer per, UnitSpan units, const Worksheet& sheet, Do act) {
    switch (per) {
        case RoundingPer::Order: act(units); return;
        case RoundingPer::Line: each_line(units, sheet, act); return;
        case RoundingPer::Unit:
            for (const std::uint32_t& unit : units) act(UnitSpan(&unit, 1));
            return;
    }
    unreachable("a rounding place nobody named");
}

class Cutter {
public:
    Cutter(CutResult& result, const Offer& offer, const LaneView& view, std::int64_t times)
        : offer_(offer), view_(view), terms_(offer, view, times), out_(result, offer, view) {}

    void operator()(const PercentOff& cut, std::span<const UnitSpan> groups) {
        const PriceBasis basis = basis_of(cut, offer_, view_);
        const std::int64_t rate = cut.rate.value * terms_.times;
        out_.begin(basis, rate);
        const Joined units(groups);
        each_bucket(offer_.money.per, units.units(), view_.sheet, [&](UnitSpan bucket) {
            const std::int64_t sum = view_.added.empty() ? one_percentage(rate, basis, bucket)
                                                         : added_up(rate, basis, bucket);
            out_.take_off(sum, bucket, offer_.money.move_over_floor);
        });
    }

    void operator()(const AmountOff& cut, std::span<const UnitSpan> groups) {
        out_.begin(basis_of(cut, offer_, view_), 0);
        const auto off = [&](UnitSpan part) {
            out_.take_sum_off(terms_.sum_of(cut, view_.sheet.quantity_of(part.front())), part,
                              offer_.money.move_over_floor);
        };
        if (cut.per == AmountPer::Group) {
            for (const UnitSpan& group : groups) off(Joined({&group, 1}).units());
            return;
        }
        const Joined units(groups);
        if (units.units().empty()) return;
        const RoundingPer per = cut.per == AmountPer::Order  ? RoundingPer::Order
                                : cut.per == AmountPer::Line ? RoundingPer::Line
                                                             : RoundingPer::Unit;
        each_bucket(per, units.units(), view_.sheet, off);
    }

    void operator()(const FixedPrice& cut, std::span<const UnitSpan> groups) {
        out_.begin(basis_of(cut, offer_, view_), 0);
        for (const UnitSpan& group : groups) {
            if (offer_.groups) {
                lower_to(cut.price.count(), Joined({&group, 1}).units());
                continue;
            }
            for (const std::uint32_t& unit : group)
                lower_to(
                    extend(cut.price, view_.sheet.quantity_of(unit), offer_.money.rounding).count(),
                    UnitSpan(&unit, 1));
        }
    }

    void finish() { out_.finish(); }

private:
    std::int64_t one_percentage(std::int64_t rate, PriceBasis basis, UnitSpan bucket) const {
        std::int64_t base = 0;
        for (const std::uint32_t unit : bucket) base += base_of(basis, unit, view_);
        return terms_.rounded(base * terms_.part(rate), base);
    }
    // What the lane's percentages come to together, less what they came to before.
    std::int64_t added_up(std::int64_t rate, PriceBasis basis, UnitSpan bucket) const {
        std::int64_t base = 0;
        Wide with = 0, without = 0;
        for (const std::uint32_t unit : bucket) {
            const std::int64_t price = base_of(basis, unit, view_);
            const std::int64_t added = view_.added[unit];
            base += price;
            without += price * terms_.part(added);
            with += price * terms_.part(added + rate);
        }
        const std::int64_t before = without == 0 ? 0 : terms_.rounded(without, base);
        return std::max<std::int64_t>(terms_.rounded(with, base) - before, 0);
    }
    void lower_to(std::int64_t price, UnitSpan units) {
        std::int64_t running = 0;
        for (const std::uint32_t unit : units) running += out_.in_sums(unit);
        if (running > price)
            out_.take_sum_off(terms_.shared(running - price), units, offer_.money.move_over_floor);
    }

    const Offer& offer_;
    const LaneView& view_;
    Terms terms_;
    ShareOut out_;
};

}  // namespace

PriceBasis basis_of(const PlainCut& cut, const Offer& offer, const LaneView& view) {
    const bool adds = !view.added.empty() && std::holds_alternative<PercentOff>(cut);
    return adds && offer.money.of == PriceBasis::Running ? PriceBasis::Lane : offer.money.of;
}

std::int64_t base_of(PriceBasis basis, std::uint32_t unit, const LaneView& view) {
    switch (basis) {
        case PriceBasis::Running: return view.sheet.units[unit].running;
        case PriceBasis::Original: return view.sheet.units[unit].original;
        case PriceBasis::Lane: return view.lane_start[unit];
    }
    unreachable("a basis nobody named");
}

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

void cut_into(CutResult& result, std::span<const CutPart> parts, const Offer& offer,
              const LaneView& view, std::int64_t times) {
    Cutter cutter(result, offer, view, times);
    for (const CutPart& part : parts)
        std::visit([&](const auto& cut) { cutter(cut, part.groups); }, *part.cut);
    cutter.finish();
}

CutResult cut_units(const PlainCut& cut, std::span<const UnitSpan> groups, const Offer& offer,
                    const LaneView& view, std::int64_t times) {
    CutResult result;
    const CutPart part{&cut, groups};
    cut_into(result, {&part, 1}, offer, view, times);
    return result;
}

std::optional<std::int64_t> quick_total(const PlainCut& cut, const Offer& offer,
                                        const LaneView& view,
                                        std::span<const std::uint32_t> units) {
    if (offer.limits.has_own_cap() || offer.limits.budget || offer.money.sums != SumTax::AsPriced ||
        view.sheet.has_floors || !view.added.empty())
        return std::nullopt;
    if (units.empty()) return 0;
    const PriceBasis basis = basis_of(cut, offer, view);
    for (const std::uint32_t unit : units)
        if (base_of(basis, unit, view) != view.sheet.units[unit].running) return std::nullopt;
    const Terms terms(offer, view, 1);
    std::int64_t total = 0;
    const auto running = [&](UnitSpan part) {
        std::int64_t sum = 0;
        for (const std::uint32_t unit : part) sum += view.sheet.units[unit].running;
        return sum;
    };
    if (const auto* percent = std::get_if<PercentOff>(&cut)) {
        each_bucket(offer.money.per, units, view.sheet, [&](UnitSpan bucket) {
            const std::int64_t base = running(bucket);
            total += terms.rounded(base * terms.part(percent->rate.value), base);
        });
        return total;
    }
    if (const auto* amount = std::get_if<AmountOff>(&cut)) {
        const RoundingPer per = amount->per == AmountPer::Line   ? RoundingPer::Line
                                : amount->per == AmountPer::Unit ? RoundingPer::Unit
                                                                 : RoundingPer::Order;
        each_bucket(per, units, view.sheet, [&](UnitSpan part) {
            const Quantity quantity = view.sheet.quantity_of(part.front());
            total += std::min(terms.sum_of(*amount, quantity), running(part));
        });
        return total;
    }
    const auto& price = std::get<FixedPrice>(cut);
    for (const std::uint32_t unit : units) {
        const Quantity quantity = view.sheet.quantity_of(unit);
        const std::int64_t least = extend(price.price, quantity, offer.money.rounding).count();
        total += terms.shared(std::max<std::int64_t>(view.sheet.units[unit].running - least, 0));
    }
    return total;
}

}  // namespace kopilka
