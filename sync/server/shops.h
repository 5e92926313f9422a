// The settings of the chain's stores, as their texts say them. Inside transactions of the database.
#pragma once
#include "pos/core/time.h"
#include "pos/sale/shop.h"
#include "sync/server/database.h"

#include <optional>
#include <vector>

namespace kopilka::sync {

struct Shop {
    StoreId store;
    std::string text;  // TOML, without PINs
    ShopSettings settings;
};
std::optional<Shop> find_shop(Database& database, const StoreId& store);
std::vector<Shop> all_shops(Database& database);  // by id

// Of the first shop there is: what "today" means where no store is named. 0: there is none.
std::int32_t shop_offset(Database& database);
// The same in a transaction of its own.
std::int32_t shop_offset_now(Database& database);

}  // namespace kopilka::sync
