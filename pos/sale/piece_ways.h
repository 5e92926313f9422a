// Who may have a piece that groups want: the groups that share well, one of the other groups, or
// whoever comes after them. The search tries every way to give such pieces, where they are few.
#pragma once
#include "pos/sale/proposal.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace kopilka {

// Ways looked at before the search gives up being exact.
constexpr std::size_t kMostWays = 256;

// Beside a place among `PieceClaims::sets`: the groups that share well; kept for the rest.
constexpr std::size_t kShared = std::numeric_limits<std::size_t>::max();
constexpr std::size_t kKept = kShared - 1;

// Numbers of contenders.
struct PieceClaims {
    std::span<const std::size_t> groups;  // that share well among themselves
    std::span<const std::size_t> sets;    // groups that do not
    std::span<const std::size_t> others;  // all else that needs a search
    bool may_keep_all = false;            // any piece may be worth more to the rest
};

struct WantedPiece {
    std::uint32_t unit = 0;
    std::vector<std::size_t> by;  // two or more: kShared, places among the sets, kKept
    bool as_before = false;       // equal to the piece before
};

// The pieces about which there is a choice, equal ones side by side.
std::vector<WantedPiece> wanted_pieces(std::span<const Contender> contenders,
                                       const PieceClaims& claims, const LaneView& view);

// In how many ways they can be given, for each of so many companies of other offers; kMostWays + 1
// where they are more. Equal pieces are not told apart.
std::size_t count_ways(std::span<const WantedPiece> wanted, std::size_t companies);

}  // namespace kopilka
