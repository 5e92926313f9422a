#include "tests/laws/obvious.h"

#include <algorithm>
#include <tuple>

namespace kopilka::obvious {
namespace {

bool one_of(const std::vector<std::string>& wanted, const std::vector<std::string>& had) {
    return std::ranges::any_of(
        wanted, [&](const auto& word) { return std::ranges::find(had, word) != had.end(); });
}

// A sum in n parts that differ by a kopeck at most, the larger ones first.
Kopecks part(Kopecks whole, std::int64_t n, std::int64_t i) {
    return whole / n + (i < whole % n ? 1 : 0);
}

void rank_lines(Sheet& sheet) {
    const auto& lines = sheet.purchase->basket.lines;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < lines.size(); ++i) order.push_back(i);
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return std::tie(lines[a].sku, lines[a].unit_price, lines[a].quantity) <
               std::tie(lines[b].sku, lines[b].unit_price, lines[b].quantity);
    });
    sheet.rank.resize(lines.size());
    sheet.kind.resize(lines.size());
    for (std::size_t k = 0; k < order.size(); ++k) {
        sheet.rank[order[k]] = sheet.kind[order[k]] = k;
        if (k == 0) continue;
        const BasketLine &one = lines[order[k]], &before = lines[order[k - 1]];
        if (one.sku == before.sku && one.unit_price == before.unit_price)
            sheet.kind[order[k]] = sheet.kind[order[k - 1]];
    }
}

}  // namespace

Kopecks rounded(__int128_t numerator, __int128_t denominator, Rounding mode) {
    const __int128_t down = numerator / denominator, rest = numerator % denominator;
    const bool more = 2 * rest > denominator, half = 2 * rest == denominator;
    bool up = false;
    switch (mode) {
        case Rounding::HalfUp: up = more || half; break;
        case Rounding::HalfEven: up = more || (half && down % 2 != 0); break;
        case Rounding::HalfDown: up = more; break;
        case Rounding::Down: break;
        case Rounding::Up: up = rest > 0; break;
    }
    return static_cast<Kopecks>(down + (up ? 1 : 0));
}

Kopecks tax_of(Kopecks net, const BasketLine& line, TaxMode mode) {
    const std::int64_t rate = line.tax_rate.value;
    if (mode == TaxMode::None) return 0;
    const std::int64_t whole = 10'000 + (mode == TaxMode::Included ? rate : 0);
    return rounded(static_cast<__int128_t>(net) * rate, whole, Rounding::HalfUp);
}

Sheet sheet_of(const Purchase& purchase) {
    Sheet sheet{&purchase, {}, {}, {}, {}};
    rank_lines(sheet);
    for (std::size_t i = 0; i < purchase.basket.lines.size(); ++i) {
        const BasketLine& line = purchase.basket.lines[i];
        const bool pieces = !line.weighed && line.quantity.count() % 1000 == 0;
        const std::int64_t n = pieces ? line.quantity.count() / 1000 : 1;
        const Kopecks gross =
            rounded(static_cast<__int128_t>(line.unit_price.count()) * line.quantity.count(), 1000,
                    Rounding::HalfUp);
        const Kopecks by_hand = std::min(line.manual_discount.count(), gross);
        const Kopecks floor =
            rounded(static_cast<__int128_t>(line.minimum_price.count()) * line.quantity.count(),
                    1000 * n, Rounding::Up);
        for (std::int64_t k = 0; k < n; ++k) {
            const Kopecks price = part(gross - by_hand, n, k);
            sheet.pieces.push_back({i, price, price, price, floor, 0, false, false, pieces});
        }
    }
    return sheet;
}

bool fits(const GoodsFilter& goods, const BasketLine& line) {
    return (goods.skus.empty() || one_of(goods.skus, {line.sku.value})) &&
           (goods.categories.empty() || one_of(goods.categories, line.categories)) &&
           (goods.brands.empty() || one_of(goods.brands, {line.brand})) &&
           (goods.tags.empty() || one_of(goods.tags, line.tags)) &&
           (!goods.price_from || line.unit_price >= *goods.price_from) &&
           (!goods.price_to || line.unit_price <= *goods.price_to) &&
           (!goods.already_reduced || line.already_reduced == *goods.already_reduced) &&
           std::ranges::none_of(goods.except,
                                [&](const auto& not_this) { return fits(not_this, line); });
}

Chosen pieces_of(const GoodsFilter& goods, const Sheet& sheet) {
    Chosen chosen;
    for (std::size_t i = 0; i < sheet.pieces.size(); ++i)
        if (!sheet.pieces[i].gift && fits(goods, sheet.line(i))) chosen.push_back(i);
    return chosen;
}

Answer price(const Purchase& purchase) {
    Answer answer;
    Sheet sheet = sheet_of(purchase);
    run_lanes(sheet, answer);
    spend_points(sheet, answer);
    answer.nets.resize(purchase.basket.lines.size());
    for (const Piece& piece : sheet.pieces) answer.nets[piece.line] += piece.now;
    for (std::size_t i = 0; i < answer.nets.size(); ++i) {
        answer.total += answer.nets[i];
        answer.tax += tax_of(answer.nets[i], purchase.basket.lines[i], purchase.context.tax);
    }
    if (purchase.context.tax == TaxMode::Excluded) answer.total += answer.tax;
    earn_points(sheet, answer);
    return answer;
}

}  // namespace kopilka::obvious
