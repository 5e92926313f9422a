// Goods and categories of Cache.
#include "pos/sale/value_codec.h"
#include "pos/store/cache.h"
#include "pos/store/cache_lookup.h"
#include "pos/store/cache_schema.h"
#include "pos/store/checked_value.h"
#include "pos/store/words.h"

#include <algorithm>
#include <set>

namespace kopilka {

using lmdb::Transaction;
using lookup::damaged;

namespace {

Result<std::vector<PlannedPrice>> read_planned(const Transaction& transaction, const Sku& sku) {
    const auto value = transaction.get(schema::kFacts, schema::planned_key(sku.value));
    if (auto status = transaction.status(); !status) return tl::unexpected(status.error());
    if (!value) return std::vector<PlannedPrice>{};
    const auto bytes = without_check(*value);
    auto prices = bytes ? schema::decode_planned(*bytes) : std::nullopt;
    if (!prices) return damaged("what goods " + sku.value + " will cost");
    return *std::move(prices);
}

// In one transaction: the goods of one publication at the planned price of the next are wrong.
Result<std::optional<Goods>> read_goods(const Transaction& transaction, const Sku& sku,
                                        Cache::At at) {
    const auto value = transaction.get(schema::kGoods, as_bytes(sku.value));
    if (auto status = transaction.status(); !status) return tl::unexpected(status.error());
    if (!value) return std::nullopt;
    const auto bytes = without_check(*value);
    if (!bytes) return damaged("goods " + sku.value);
    auto goods = decode_goods(*bytes);
    if (!goods) return damaged("goods " + sku.value);
    if (!at) return *std::move(goods);
    const auto planned = read_planned(transaction, sku);
    if (!planned) return tl::unexpected(planned.error());
    goods->price = price_at(*at, goods->price, *planned);
    return *std::move(goods);
}

// Goods behind index keys, in the index's order, that `fits` agrees to.
Result<std::vector<Goods>> goods_at(const Transaction& transaction, ByteView prefix,
                                    std::size_t limit, Cache::At at,
                                    const std::function<bool(const Goods&)>& fits) {
    std::vector<Sku> skus;
    std::set<std::string> seen;
    lookup::each_key(transaction, schema::kGoodsIndex, prefix, [&](ByteView key) {
        Sku sku = schema::sku_of(key);
        if (seen.insert(sku.value).second) skus.push_back(std::move(sku));
        return skus.size() < lookup::kMostHits;
    });
    std::vector<Goods> found;
    for (std::size_t i = 0; i < skus.size() && found.size() < limit; ++i) {
        auto goods = read_goods(transaction, skus[i], at);
        if (!goods) return tl::unexpected(goods.error());
        if (*goods && fits(**goods)) found.push_back(**std::move(goods));
    }
    if (auto status = transaction.status(); !status) return tl::unexpected(status.error());
    return found;
}

bool any_word_begins(const std::vector<std::string>& words, const std::string& asked) {
    return std::ranges::any_of(words, [&](const auto& word) { return word.starts_with(asked); });
}

}  // namespace

Result<std::vector<Category>> Cache::categories() const {
    const auto bytes = fact("categories");
    if (!bytes) return tl::unexpected(bytes.error());
    if (!*bytes) return std::vector<Category>{};
    auto categories = schema::decode_categories(**bytes);
    if (!categories) return damaged("the list of categories");
    return *std::move(categories);
}

Result<std::optional<Goods>> Cache::goods(const Sku& sku, At at) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    return seen(read_goods(*transaction, sku, at));
}

Result<std::optional<Goods>> Cache::goods_by_barcode(std::string_view barcode, At at) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    return lookup::first_of(
        seen(goods_at(*transaction, schema::exactly(schema::GoodsIndex::Barcode, barcode), 1, at,
                      [&](const Goods& goods) {
                          return std::ranges::find(goods.barcodes, barcode) != goods.barcodes.end();
                      })));
}

Result<std::optional<Goods>> Cache::goods_by_item(std::string_view item, At at) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    return lookup::first_of(
        seen(goods_at(*transaction, schema::exactly(schema::GoodsIndex::Item, item), 1, at,
                      [&](const Goods& goods) { return goods.item == item; })));
}

Result<std::vector<Goods>> Cache::search_goods(std::string_view words, std::size_t limit,
                                               At at) const {
    const auto asked = search_words(words);
    if (asked.empty()) return std::vector<Goods>{};
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    // The longest word is the rarest; the others are compared with what it finds.
    const auto& longest = *std::ranges::max_element(asked, {}, &std::string::size);
    const auto fits = [&asked](const Goods& goods) {
        const auto has = search_words(goods.name.ru + " " + goods.name.en);
        return std::ranges::all_of(asked,
                                   [&](const auto& word) { return any_word_begins(has, word); });
    };
    return seen(goods_at(*transaction, schema::beginning(schema::GoodsIndex::Word, longest), limit,
                         at, fits));
}

Result<std::vector<Goods>> Cache::goods_of_category(std::string_view id, std::size_t limit,
                                                    At at) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const auto fits = [&](const Goods& goods) {
        return std::ranges::find(goods.categories, id) != goods.categories.end();
    };
    return seen(
        goods_at(*transaction, schema::exactly(schema::GoodsIndex::Category, id), limit, at, fits));
}

Result<std::vector<Goods>> Cache::buttons(At at) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    return seen(goods_at(*transaction, schema::beginning(schema::GoodsIndex::Button, ""),
                         lookup::kMostHits, at, [](const Goods&) { return true; }));
}

Result<std::vector<PlannedPrice>> Cache::planned_prices(const Sku& sku) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    return seen(read_planned(*transaction, sku));
}

}  // namespace kopilka
