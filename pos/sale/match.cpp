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

TouchedOffers touched_offers(const Given& given) {
    using Key = Publication::Key;
    constexpr std::uint32_t kNoLine = ~std::uint32_t{0};
    const Publication& publication = given.publication;
    // Offer and line in one number: sorted, they stand by offer, then by line.
    std::vector<std::uint64_t> found;
    found.reserve(publication.offers_always().size() + 16 * given.basket.lines.size());
    const auto add = [&](const std::vector<std::uint32_t>& offers, std::uint32_t line) {
        for (const std::uint32_t offer : offers) found.push_back(std::uint64_t{offer} << 32 | line);
    };
    add(publication.offers_always(), kNoLine);
    for (std::uint32_t i = 0; i < given.basket.lines.size(); ++i) {
        const BasketLine& line = given.basket.lines[i];
        add(publication.offers_for(Key::BySku, line.sku.value), i);
        add(publication.offers_for(Key::ByBrand, line.brand), i);
        for (const std::string& category : line.categories)
            add(publication.offers_for(Key::ByCategory, category), i);
        for (const std::string& tag : line.tags) add(publication.offers_for(Key::ByTag, tag), i);
    }
    for (const std::string& code : given.codes)
        add(publication.offers_for(Key::ByCode, code), kNoLine);
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    TouchedOffers touched;
    touched.offers.reserve(found.size());
    touched.lines.reserve(found.size());
    for (const std::uint64_t one : found) {
        const auto number = static_cast<std::uint32_t>(one >> 32);
        if (touched.offers.empty() || touched.offers.back().number != number)
            touched.offers.push_back({number, publication.found_by_its_goods(number),
                                      static_cast<std::uint32_t>(touched.lines.size()), 0});
        touched.lines.push_back(static_cast<std::uint32_t>(one));
        ++touched.offers.back().line_count;
    }
    return touched;
}

TouchedOffers every_offer(const Given& given) {
    TouchedOffers every;
    for (std::uint32_t number = 0; number < given.publication.offers().size(); ++number)
        every.offers.push_back({number});
    return every;
}

}  // namespace kopilka
