#include "pos/sale/piece_ways.h"

#include <algorithm>
#include <utility>

namespace kopilka {
namespace {

std::vector<std::size_t> who_wants(std::span<const Contender> contenders, const PieceClaims& claims,
                                   std::uint32_t unit) {
    const auto wants = [&](std::size_t i) {
        return std::ranges::binary_search(contenders[i].units, unit);
    };
    std::vector<std::size_t> by;
    if (std::ranges::any_of(claims.groups, wants)) by.push_back(kShared);
    for (std::size_t k = 0; k < claims.sets.size(); ++k)
        if (wants(claims.sets[k])) by.push_back(k);
    if (by.empty()) return by;
    if (by.back() != kShared || claims.may_keep_all || std::ranges::any_of(claims.others, wants))
        by.push_back(kKept);
    return by;
}

bool speaks_of_lines(const Contender& contender) {
    const Offer& offer = *contender.offer;
    const auto* amount = contender.cut ? std::get_if<AmountOff>(&*contender.cut) : nullptr;
    return !contender.line_cuts.empty() || (offer.pick && offer.pick->per_line) ||
           (offer.groups && offer.groups->of == GroupOf::OneLine) ||
           (amount != nullptr && amount->per == AmountPer::Line);
}
bool lines_matter(std::span<const Contender> contenders, const PieceClaims& claims) {
    const auto speaks = [&](std::size_t i) { return speaks_of_lines(contenders[i]); };
    return claims.may_keep_all || std::ranges::any_of(claims.groups, speaks) ||
           std::ranges::any_of(claims.sets, speaks) || std::ranges::any_of(claims.others, speaks);
}

bool are_equal(const Worksheet& sheet, std::uint32_t a, std::uint32_t b) {
    const SheetUnit& one = sheet.units[a];
    const SheetUnit& two = sheet.units[b];
    if (one.running != two.running || one.original != two.original || one.floor != two.floor ||
        one.served != two.served)
        return false;
    const BasketLine& x = sheet.line_of(a);
    const BasketLine& y = sheet.line_of(b);
    return one.line == two.line ||
           (x.sku == y.sku && x.unit_price == y.unit_price && x.categories == y.categories &&
            x.brand == y.brand && x.tags == y.tags && x.already_reduced == y.already_reduced);
}

// Equal goods side by side, on however many lines: how they are split changes nothing, where no
// offer speaks of lines.
void put_equals_together(std::vector<WantedPiece>& wanted, const Worksheet& sheet,
                         bool lines_apart) {
    std::ranges::stable_sort(wanted, {}, [&](const WantedPiece& piece) {
        return std::pair(sheet.kind_of(piece.unit), sheet.units[piece.unit].running);
    });
    for (std::size_t i = 1; i < wanted.size(); ++i) {
        const std::uint32_t before = wanted[i - 1].unit, unit = wanted[i].unit;
        const bool one_line = sheet.units[before].line == sheet.units[unit].line;
        wanted[i].as_before = wanted[i].by == wanted[i - 1].by && are_equal(sheet, unit, before) &&
                              (!lines_apart || one_line);
    }
}

}  // namespace

std::vector<WantedPiece> wanted_pieces(std::span<const Contender> contenders,
                                       const PieceClaims& claims, const LaneView& view) {
    const auto& units = view.sheet.units;
    std::vector<WantedPiece> wanted;
    for (std::uint32_t unit = 0; unit < units.size(); ++unit) {
        const SheetUnit& one = units[unit];
        if (one.gift || one.running == 0 || !view.sheet.is_piece(unit)) continue;
        std::vector<std::size_t> by = who_wants(contenders, claims, unit);
        if (by.size() < 2) continue;
        wanted.push_back({unit, std::move(by)});
    }
    put_equals_together(wanted, view.sheet, lines_matter(contenders, claims));
    return wanted;
}

std::size_t count_ways(std::span<const WantedPiece> wanted, std::size_t companies) {
    std::size_t all = companies;
    for (std::size_t first = 0; first < wanted.size();) {
        std::size_t last = first + 1;
        while (last < wanted.size() && wanted[last].as_before) ++last;
        std::size_t of_these = 1;  // n equals among k: n + k - 1 over n
        for (std::size_t n = 1; n <= last - first && of_these <= kMostWays; ++n)
            of_these = of_these * (n + wanted[first].by.size() - 1) / n;
        all = std::min(all * of_these, kMostWays + 1);
        first = last;
    }
    return all;
}

}  // namespace kopilka
