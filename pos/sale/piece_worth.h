// What each unit is worth to the offers that work unit by unit, and to which of them most: the
// yardstick against which groups, picks and sums of the order have to stand.
// Not here: offers that need whole sets of units (order_search, group_search).
#pragma once
#include "pos/sale/proposal.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace kopilka {

// Values are compared in ten-thousandths of the minor unit, before rounding.
constexpr std::int64_t kFine = 10'000;

// In place of a contender's number.
constexpr std::size_t kNobody = std::numeric_limits<std::size_t>::max();

// What the offer takes off a unit (off a line, for sums per line) does not depend on the others.
bool is_unit_by_unit(const Contender& contender);

class PieceWorth {
public:
    PieceWorth(std::span<const Contender> contenders, const LaneView& view);

    // `company`: numbers of contenders, each unit by unit, that may have what is not `gone`
    // (by unit, ≠ 0; empty: nothing is). Between equals the first in the company has the unit.
    void value(std::span<const std::size_t> company, Taken gone = {});

    // By unit, in `kFine` parts of the minor unit.
    const std::vector<std::int64_t>& worth() const { return worth_; }
    // By unit: a contender, or kNobody.
    const std::vector<std::size_t>& best_for() const { return best_for_; }
    // Some offer valued so far takes a sum off a line: pieces are then worth what is left makes
    // them worth, and have to be valued again when others of their line are gone.
    bool has_line_sums() const { return has_line_sums_; }

private:
    void value_units(std::size_t contender, Taken gone);
    void value_lines(std::size_t contender, Taken gone);
    void value_line(std::size_t contender, std::span<const std::uint32_t> line, std::int64_t sum,
                    Taken gone);
    std::int64_t value_on(const Contender& offered, std::uint32_t unit, PaidShare share) const;
    std::int64_t fine_value(const PlainCut& cut, const Offer& offer, std::uint32_t unit,
                            PaidShare share) const;

    std::span<const Contender> contenders_;
    const LaneView& view_;
    std::vector<std::size_t> best_for_;
    std::vector<std::int64_t> worth_;
    bool has_line_sums_ = false;
};

}  // namespace kopilka
