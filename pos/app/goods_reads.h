// Goods as a till sells them at one moment: the cache's, at the price they have then.
#pragma once
#include "pos/store/cache.h"
#include "pos/till/query.h"

#include <optional>
#include <string>
#include <vector>

namespace kopilka::app {

// What cannot be read is not there: better than at a price that nobody meant.
std::optional<Goods> find_goods(const Cache& cache, const GoodsKey& key, LocalTime at);
std::vector<Goods> search_goods(const Cache& cache, const std::string& words, LocalTime at);
std::vector<Goods> goods_of_category(const Cache& cache, const std::string& id, LocalTime at);
std::vector<Goods> buttons(const Cache& cache, LocalTime at);

}  // namespace kopilka::app
