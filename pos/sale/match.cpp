#include "pos/sale/match.h"

#include <algorithm>

namespace kopilka {
namespace {

// Most lists are short: telling words apart by their length is then quicker than halving.
bool has(const std::vector<std::string>& sorted, const std::string& word) {
    if (sorted.size() <= 4) {
        for (const std::string& one : sorted)
            if (one == word) return true;
        return false;
    }
    return std::ranges::binary_search(sorted, word);
}

bool has_any(const std::vector<std::string>& sorted, const std::vector<std::string>& words) {
    return std::ranges::any_of(words, [&](const std::string& word) { return has(sorted, word); });
}

bool fits_line(const GoodsFilter& goods, const BasketLine& line) {
    if (goods.line_quantity_from && line.quantity < *goods.line_quantity_from) return false;
    if (goods.line_quantity_to && line.quantity > *goods.line_quantity_to) return false;
    if (goods.line_amount_from && gross(line) < *goods.line_amount_from) return false;
    return !goods.line_amount_to || gross(line) <= *goods.line_amount_to;
}

}  // namespace

bool fits(const GoodsFilter& goods, const BasketLine& line) {
    if (!goods.skus.empty() && !has(goods.skus, line.sku.value)) return false;
    if (!goods.categories.empty() && !has_any(goods.categories, line.categories)) return false;
    if (!goods.brands.empty() && !has(goods.brands, line.brand)) return false;
    if (!goods.tags.empty() && !has_any(goods.tags, line.tags)) return false;
    if (goods.price_from && line.unit_price < *goods.price_from) return false;
    if (goods.price_to && line.unit_price > *goods.price_to) return false;
    if (!fits_line(goods, line)) return false;
    if (goods.already_reduced && line.already_reduced != *goods.already_reduced) return false;
    return std::ranges::none_of(goods.except,
                                [&](const GoodsFilter& except) { return fits(except, line); });
}

std::vector<std::uint32_t> units_of(const GoodsFilter& goods, const Worksheet& sheet) {
    std::vector<std::uint32_t> units;
    for (const SheetLine& line : sheet.lines) {
        if (!fits(goods, *line.line)) continue;
        if (units.empty()) units.reserve(sheet.units.size() - line.first_unit);
        for (std::uint32_t i = 0; i < line.unit_count; ++i)
            if (!sheet.units[line.first_unit + i].gift) units.push_back(line.first_unit + i);
    }
    return units;
}

std::vector<std::uint32_t> touched_offers(const Given& given) {
    using Key = Publication::Key;
    std::vector<std::uint32_t> offers = given.publication.offers_always();
    const auto add = [&](Key key, std::string_view word) {
        const auto& found = given.publication.offers_for(key, word);
        offers.insert(offers.end(), found.begin(), found.end());
    };
    for (const BasketLine& line : given.basket.lines) {
        add(Key::BySku, line.sku.value);
        add(Key::ByBrand, line.brand);
        for (const std::string& category : line.categories) add(Key::ByCategory, category);
        for (const std::string& tag : line.tags) add(Key::ByTag, tag);
    }
    for (const std::string& code : given.codes) add(Key::ByCode, code);
    std::ranges::sort(offers);
    offers.erase(std::unique(offers.begin(), offers.end()), offers.end());
    return offers;
}

}  // namespace kopilka
