#include "pos/sale/worksheet.h"

#include "pos/core/check.h"
#include "pos/sale/spread.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace kopilka {
namespace {

std::int64_t floor_of_line(const BasketLine& line, std::optional<BasisPoints> margin) {
    Money unit = line.minimum_price;
    if (margin && !line.cost.is_zero())
        unit = std::max(unit, line.cost + share(line.cost, *margin, Rounding::Up));
    return unit.is_zero() ? 0 : extend(unit, line.quantity, Rounding::Up).count();
}

// The part of `sum` that the unit has of `count` equal ones; the odd kopecks go to the first.
std::int64_t equal_part(std::int64_t sum, std::uint32_t count, std::uint32_t unit) {
    return sum / count + (unit < sum % count ? 1 : 0);
}

void rank_by_content(std::vector<SheetLine>& lines) {
    std::vector<std::uint32_t> order(lines.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
        const BasketLine& x = *lines[a].line;
        const BasketLine& y = *lines[b].line;
        return std::tie(x.sku, x.unit_price, x.quantity, x.id) <
               std::tie(y.sku, y.unit_price, y.quantity, y.id);
    });
    for (std::uint32_t rank = 0; rank < order.size(); ++rank) {
        SheetLine& line = lines[order[rank]];
        line.rank = line.kind = rank;
        if (rank == 0) continue;
        const SheetLine& before = lines[order[rank - 1]];
        if (before.line->sku == line.line->sku && before.line->unit_price == line.line->unit_price)
            line.kind = before.kind;
    }
}

}  // namespace

std::int64_t unit_count(const BasketLine& line) {
    const std::int64_t pieces = line.quantity.count() / 1000;
    return line.weighed || !is_whole(line.quantity) || pieces > kMostUnits ? 1 : pieces;
}

Worksheet Worksheet::of(const Basket& basket, std::optional<BasisPoints> margin) {
    Worksheet sheet;
    sheet.lines.reserve(basket.lines.size());
    std::size_t count = 0;
    for (const BasketLine& line : basket.lines)
        count += static_cast<std::size_t>(std::max<std::int64_t>(unit_count(line), 0));
    sheet.units.reserve(count);
    LineId last{0};
    for (const BasketLine& line : basket.lines) {
        check(sheet.lines.empty() || last < line.id, "price: lines must ascend by id");
        check(line.quantity.count() > 0, "price: quantities must be positive");
        last = line.id;
        SheetLine entry;
        entry.line = &line;
        entry.first_unit = static_cast<std::uint32_t>(sheet.units.size());
        entry.unit_count = static_cast<std::uint32_t>(unit_count(line));
        entry.gross = gross(line).count();
        check(entry.gross >= 0, "price: a price must not be negative");
        entry.manual = std::clamp(line.manual_discount.count(), std::int64_t{0}, entry.gross);
        const std::int64_t floor = floor_of_line(line, margin);
        if (floor > 0) sheet.has_floors = true;
        for (std::uint32_t i = 0; i < entry.unit_count; ++i) {
            const std::int64_t price = equal_part(entry.gross - entry.manual, entry.unit_count, i);
            sheet.units.push_back({static_cast<std::uint32_t>(sheet.lines.size()), price, price,
                                   equal_part(floor, entry.unit_count, i), false, false});
        }
        sheet.lines.push_back(entry);
    }
    rank_by_content(sheet.lines);
    return sheet;
}

Quantity Worksheet::quantity_of(std::uint32_t unit) const {
    return lines[units[unit].line].unit_count == 1 ? line_of(unit).quantity : kOneUnit;
}

void Worksheet::take(std::uint32_t unit, std::int64_t amount, const std::string& by) {
    check(amount >= 0 && amount <= units[unit].running, "price: an offer took more than there is");
    if (amount == 0) return;  // nobody saves nothing
    units[unit].running -= amount;
    takes.push_back({&by, unit, amount});
}

std::int64_t Worksheet::running(const SheetLine& line) const {
    std::int64_t sum = 0;
    for (std::uint32_t i = 0; i < line.unit_count; ++i) sum += units[line.first_unit + i].running;
    return sum;
}

std::int64_t Worksheet::running() const {
    std::int64_t sum = 0;
    for (const SheetUnit& unit : units) sum += unit.running;
    return sum;
}

}  // namespace kopilka
