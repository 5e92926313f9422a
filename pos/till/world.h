// What the till knows that no cashier changes: an immutable snapshot, replaced as a whole by the
// event WorldReplaced. Not here: goods and members (found by effects), texts (the core speaks in
// phrases), a clock (time comes in events).
#pragma once
#include "pos/core/ids.h"
#include "pos/loyalty/publication.h"
#include "pos/sale/shop.h"

#include <cstdint>
#include <map>
#include <memory>

namespace kopilka {

struct World {
    std::shared_ptr<const Publication> publication;  // in force for receipts that start now
    std::shared_ptr<const ShopSettings> shop;
    StoreId store;
    TillId till;
    std::map<OfferId, std::int64_t> limit_shares;  // this till's share of limited offers
};

}  // namespace kopilka
