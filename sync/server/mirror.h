// What a store server knows of the shop: central's change feed for its store, at central's own
// positions, so that a till may ask either of them from where it stands.
#pragma once
#include "sync/protocol/message.h"
#include "sync/server/database.h"

namespace kopilka::sync {

// The next page of central's feed, of this store, behind feed_head(). In a transaction of its own.
Result<void> take_mirrored(Database& database, const StoreId& store, const Changes& page);

// False: not yet as far as central was once; there are goods and people that nobody would find.
// Inside a transaction.
bool is_filled(Database& database);

// What central says of the chain. In a transaction of its own.
Result<void> take_chain(Database& database, const Secret& lookup_key, std::uint64_t generation);

}  // namespace kopilka::sync
