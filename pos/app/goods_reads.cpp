#include "pos/app/goods_reads.h"

namespace kopilka::app {
namespace {

constexpr std::size_t kMostGoodsListed = 60;

Result<std::optional<Goods>> find(const Cache& cache, const GoodsKey& key, LocalTime at) {
    if (const auto* barcode = std::get_if<ByBarcode>(&key))
        return cache.goods_by_barcode(barcode->barcode, at);
    if (const auto* item = std::get_if<ByItem>(&key)) return cache.goods_by_item(item->item, at);
    return cache.goods(std::get<BySku>(key).sku, at);
}

}  // namespace

std::optional<Goods> find_goods(const Cache& cache, const GoodsKey& key, LocalTime at) {
    return find(cache, key, at).value_or(std::nullopt);
}

std::vector<Goods> search_goods(const Cache& cache, const std::string& words, LocalTime at) {
    return cache.search_goods(words, kMostGoodsListed, at).value_or(std::vector<Goods>());
}

std::vector<Goods> goods_of_category(const Cache& cache, const std::string& id, LocalTime at) {
    return cache.goods_of_category(id, kMostGoodsListed, at).value_or(std::vector<Goods>());
}

std::vector<Goods> buttons(const Cache& cache, LocalTime at) {
    return cache.buttons(at).value_or(std::vector<Goods>());
}

}  // namespace kopilka::app
