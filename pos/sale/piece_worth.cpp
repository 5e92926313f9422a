#include "pos/sale/piece_worth.h"

#include <algorithm>

namespace kopilka {
namespace {

bool divides(const PlainCut& cut) {
    const auto* amount = std::get_if<AmountOff>(&cut);
    return amount == nullptr || amount->per == AmountPer::Unit || amount->per == AmountPer::Line;
}

// Nullptr where the cut is no sum off a line.
const AmountOff* sum_per_line(const PlainCut* cut) {
    const auto* amount = cut == nullptr ? nullptr : std::get_if<AmountOff>(cut);
    return amount != nullptr && amount->per == AmountPer::Line ? amount : nullptr;
}

bool is_gone(Taken gone, std::uint32_t unit) { return !gone.empty() && gone[unit] != 0; }

}  // namespace

bool is_unit_by_unit(const Contender& contender) {
    const Offer& offer = *contender.offer;
    if (counts_units(offer) || offer.limits.has_own_cap() || offer.limits.budget || offer.repeat ||
        offer.money.sums != SumTax::AsPriced)
        return false;
    return contender.cut
               ? divides(*contender.cut)
               : std::ranges::all_of(contender.line_cuts, divides, &Contender::LineCut::cut);
}

PieceWorth::PieceWorth(std::span<const Contender> contenders, const LaneView& view)
    : contenders_(contenders),
      view_(view),
      best_for_(view.sheet.units.size(), kNobody),
      worth_(view.sheet.units.size(), 0) {}

void PieceWorth::value(std::span<const std::size_t> company, Taken gone) {
    std::ranges::fill(worth_, 0);
    std::ranges::fill(best_for_, kNobody);
    for (const std::size_t i : company) value_units(i, gone);
    for (const std::size_t i : company) value_lines(i, gone);
}

void PieceWorth::value_units(std::size_t contender, Taken gone) {
    const Contender& offered = contenders_[contender];
    const PaidShare share = paid_share(*offered.offer, view_);
    const bool simple = share.paid == share.of && !view_.sheet.has_floors &&
                        offered.offer->money.of == PriceBasis::Running;
    const auto* percent = offered.cut ? std::get_if<PercentOff>(&*offered.cut) : nullptr;
    for (const std::uint32_t unit : offered.units) {
        const SheetUnit& one = view_.sheet.units[unit];
        if (one.gift || one.running == 0 || is_gone(gone, unit)) continue;
        const std::int64_t value =
            simple && percent != nullptr  // the usual case, several times faster
                ? one.running * percent->rate.value
                : value_on(offered, unit, share);
        if (value <= worth_[unit]) continue;
        worth_[unit] = value;
        best_for_[unit] = contender;
    }
}

void PieceWorth::value_lines(std::size_t contender, Taken gone) {
    const Contender& offered = contenders_[contender];
    if (offered.cut && sum_per_line(&*offered.cut) == nullptr) return;
    const PaidShare share = paid_share(*offered.offer, view_);
    each_line(offered.units, view_.sheet, [&](std::span<const std::uint32_t> line) {
        const auto* cut = sum_per_line(cut_on(offered, view_.sheet.units[line.front()].line));
        if (cut == nullptr) return;
        has_line_sums_ = true;
        value_line(contender, line,
                   scale(cut->amount.count(), share.paid, share.of, Rounding::HalfUp), gone);
    });
}

// A sum off a line against what its units are worth one by one.
void PieceWorth::value_line(std::size_t contender, std::span<const std::uint32_t> line,
                            std::int64_t sum, Taken gone) {
    std::int64_t room = 0, worth = 0;
    for (const std::uint32_t unit : line) {
        if (is_gone(gone, unit)) continue;
        room += view_.sheet.units[unit].room();
        worth += worth_[unit];
    }
    const std::int64_t off = std::min(sum, room);
    if (off * kFine <= worth) return;
    for (const std::uint32_t unit : line) {
        if (is_gone(gone, unit)) continue;
        worth_[unit] = scale(off * kFine, view_.sheet.units[unit].room(), room, Rounding::Down);
        best_for_[unit] = contender;
    }
}

std::int64_t PieceWorth::value_on(const Contender& offered, std::uint32_t unit,
                                  PaidShare share) const {
    const SheetUnit& one = view_.sheet.units[unit];
    const PlainCut* cut = cut_on(offered, one.line);
    if (cut == nullptr) return 0;
    return std::min(fine_value(*cut, *offered.offer, unit, share), one.room() * kFine);
}

std::int64_t PieceWorth::fine_value(const PlainCut& cut, const Offer& offer, std::uint32_t unit,
                                    PaidShare share) const {
    const SheetUnit& one = view_.sheet.units[unit];
    if (const auto* percent = std::get_if<PercentOff>(&cut)) {
        const std::int64_t base = offer.money.of == PriceBasis::Running    ? one.running
                                  : offer.money.of == PriceBasis::Original ? one.original
                                                                           : view_.lane_start[unit];
        if (share.paid == share.of) return base * percent->rate.value;
        return divide(static_cast<Wide>(base) * percent->rate.value * share.paid, share.of,
                      Rounding::HalfUp);
    }
    const Quantity quantity = view_.sheet.quantity_of(unit);
    const auto of_quantity = [&](Money amount) {
        return extend(amount, quantity, Rounding::HalfUp).count();
    };
    const auto* price = std::get_if<FixedPrice>(&cut);
    if (price == nullptr && std::get<AmountOff>(cut).per != AmountPer::Unit) return 0;
    const std::int64_t off =
        price != nullptr ? std::max<std::int64_t>(one.running - of_quantity(price->price), 0)
                         : of_quantity(std::get<AmountOff>(cut).amount);
    return scale(off * kFine, share.paid, share.of, Rounding::HalfUp);
}

}  // namespace kopilka
