// The engine's working copy of a basket: every line taken apart into units, with what each still
// costs. Offers take off here; nothing is ever below zero, and a line is the sum of its units.
#pragma once
#include "pos/core/ratio.h"
#include "pos/sale/basket.h"
#include "pos/sale/price.h"

#include <cstdint>
#include <span>
#include <vector>

namespace kopilka {

// A line of more pieces than this is one unit to quantity offers and returns.
constexpr std::int64_t kMostUnits = 10'000;
// Into how many units a line is taken apart: its pieces; one where it is weighed.
std::int64_t unit_count(const BasketLine& line);

struct SheetUnit {
    std::uint32_t line = 0;     // index into Worksheet::lines
    std::int64_t original = 0;  // what it cost before offers (manual discount taken), minor units
    std::int64_t running = 0;   // what it costs now
    std::int64_t floor = 0;     // offers do not go below this
    bool gift = false;          // made free by an offer: no longer qualifies for anything
    bool served = false;        // a quantity offer has used it, as trigger or as reward
    std::int64_t room() const { return running > floor ? running - floor : 0; }
};

struct SheetLine {
    const BasketLine* line = nullptr;
    std::uint32_t first_unit = 0;
    std::uint32_t unit_count = 0;
    std::uint32_t rank = 0;  // order by content, not by scanning: decides between equals
    std::uint32_t kind = 0;  // the rank of the first line of the same goods at the same price
    std::int64_t gross = 0;
    std::int64_t manual = 0;
};

// What an offer (or points, by the id of their programme) took off a unit.
struct SheetTake {
    const std::string* by = nullptr;
    std::uint32_t unit = 0;
    std::int64_t amount = 0;
};

struct Worksheet {
    std::vector<SheetLine> lines;  // as the basket's
    std::vector<SheetUnit> units;  // line by line
    std::vector<SheetTake> takes;  // in the order in which they came
    bool has_floors = false;       // some unit has a floor above zero

    // Manual discounts are taken already: they come before every offer. `margin`: no offer leaves
    // less than the cost of goods and this much over it (where the cost is known).
    static Worksheet of(const Basket& basket, std::optional<BasisPoints> margin = {});
    const BasketLine& line_of(std::uint32_t unit) const { return *lines[units[unit].line].line; }
    std::uint32_t rank_of(std::uint32_t unit) const { return lines[units[unit].line].rank; }
    std::uint32_t kind_of(std::uint32_t unit) const { return lines[units[unit].line].kind; }
    // How much of the line's goods a unit is: a piece, or the whole weight.
    Quantity quantity_of(std::uint32_t unit) const;
    // Something to be counted: not weighed, and one of it.
    bool is_piece(std::uint32_t unit) const {
        return !line_of(unit).weighed && quantity_of(unit) == kOneUnit;
    }
    // Takes `amount` (≤ running) off. `by` lives as long as the publication.
    void take(std::uint32_t unit, std::int64_t amount, const std::string& by);
    std::int64_t running(const SheetLine& line) const;
    std::int64_t running() const;
};

// Calls `act` with the units of each line in turn; `units` ascend.
template <typename Do>
void each_line(std::span<const std::uint32_t> units, const Worksheet& sheet, Do act) {
    for (std::size_t first = 0; first < units.size();) {
        const std::uint32_t line = sheet.units[units[first]].line;
        std::size_t last = first + 1;
        while (last < units.size() && sheet.units[units[last]].line == line) ++last;
        act(units.subspan(first, last - first));
        first = last;
    }
}

}  // namespace kopilka
