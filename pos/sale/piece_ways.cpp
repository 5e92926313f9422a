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

bool are_equal(const SheetUnit& a, const SheetUnit& b) {
    return a.line == b.line && a.running == b.running && a.original == b.original &&
           a.served == b.served;
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
        const bool as_before = !wanted.empty() && are_equal(units[wanted.back().unit], one);
        wanted.push_back({unit, std::move(by), as_before});
    }
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
