// Divides what an offer takes off between goods, lines and units: nobody below its floor, the last
// kopecks where the offer's policy says, not more than its cap and its budget allow.
#pragma once
#include "pos/sale/cut.h"
#include "pos/sale/spread.h"

#include <functional>

namespace kopilka {

// Each part in turn takes what it can.
std::vector<std::int64_t> give_in_order(std::int64_t sum, std::span<const SpreadPart> parts);

class ShareOut {
public:
    // Adds to `result`, which begins empty.
    ShareOut(CutResult& result, const Offer& offer, const LaneView& view)
        : offer_(offer), view_(view), result_(result) {}

    // The next sums are of this basis, and of a percentage of that rate (0: none).
    void begin(PriceBasis basis, std::int64_t rate) {
        basis_ = basis;
        rate_ = rate;
    }
    // A sum as prices stand; units ascend. Where one cannot take its part, the part moves on if
    // `move`.
    void take_off(std::int64_t sum, std::span<const std::uint32_t> units, bool move);
    // A sum with or without tax, as the offer says.
    void take_sum_off(std::int64_t sum, std::span<const std::uint32_t> units, bool move);
    // What a unit costs in such sums.
    std::int64_t in_sums(std::uint32_t unit) const;

    void finish();

private:
    enum class Level { Goods, Line, Unit };
    struct Factor {  // sum = price × up / down
        std::int64_t up = 1;
        std::int64_t down = 1;
    };

    const SheetUnit& at(std::uint32_t unit) const { return view_.sheet.units[unit]; }
    Factor factor_of(std::uint32_t line) const;
    bool converts() const;
    std::int64_t price_of(std::int64_t sum, std::span<const std::uint32_t> line,
                          Factor factor) const;
    std::int64_t weight_of(std::uint32_t unit) const;
    std::int64_t capacity_of(std::uint32_t unit, bool move) const;
    std::int64_t share(Level level, std::int64_t sum, std::span<const std::uint32_t> units,
                       bool move);
    void share_units(std::int64_t sum, std::span<const std::uint32_t> units, bool move,
                     std::int64_t& given);
    std::int64_t put(std::uint32_t unit, std::int64_t amount);
    void limit(std::int64_t amount, ConditionKind by);
    std::int64_t most(ConditionKind& by) const;  // of an offer with a cap or a budget
    void cap_at(std::int64_t most, ConditionKind by);
    void share_cap(std::int64_t most);
    void cap_by_lines(std::int64_t most, ConditionKind by);

    const Offer& offer_;
    const LaneView& view_;
    PriceBasis basis_ = PriceBasis::Running;
    std::int64_t rate_ = 0;
    CutResult& result_;
    std::vector<Take> capped_;  // by unit, while a cap is shared: what each would have taken
};

}  // namespace kopilka
