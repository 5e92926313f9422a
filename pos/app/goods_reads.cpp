#include "pos/app/goods_reads.h"

namespace kopilka::app {
namespace {

constexpr std::size_t kMostGoodsListed = 60;

void price(const Cache& cache, Goods& goods, LocalTime at) {
    const auto planned = cache.planned_prices(goods.sku);
    if (planned) goods.price = price_at(at, goods.price, *planned);
}

std::vector<Goods> priced(const Cache& cache, Result<std::vector<Goods>> found, LocalTime at) {
    if (!found) return {};
    for (Goods& goods : *found) price(cache, goods, at);
    return *std::move(found);
}

Result<std::optional<Goods>> find(const Cache& cache, const GoodsKey& key) {
    if (const auto* barcode = std::get_if<ByBarcode>(&key))
        return cache.goods_by_barcode(barcode->barcode);
    if (const auto* item = std::get_if<ByItem>(&key)) return cache.goods_by_item(item->item);
    return cache.goods(std::get<BySku>(key).sku);
}

}  // namespace

std::optional<Goods> find_goods(const Cache& cache, const GoodsKey& key, LocalTime at) {
    auto found = find(cache, key);
    if (!found || !*found) return std::nullopt;
    price(cache, **found, at);
    return **std::move(found);
}

std::vector<Goods> search_goods(const Cache& cache, const std::string& words, LocalTime at) {
    return priced(cache, cache.search_goods(words, kMostGoodsListed), at);
}

std::vector<Goods> goods_of_category(const Cache& cache, const std::string& id, LocalTime at) {
    return priced(cache, cache.goods_of_category(id, kMostGoodsListed), at);
}

std::vector<Goods> buttons(const Cache& cache, LocalTime at) {
    return priced(cache, cache.buttons(), at);
}

}  // namespace kopilka::app
