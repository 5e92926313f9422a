// One setting of a store's text (pos/sale/shop.h) changed by hand; comments and everything else
// stay as they are. Whole files come by `central shop FILE` (import.h), staff by staff.h.
#pragma once
#include "pos/core/ids.h"
#include "sync/server/database.h"

#include <string>
#include <string_view>

namespace kopilka::sync {

// `key`: as TOML has it, "store.phone", "store.name.ru", "receipt.header[0].en". `value`: a text as
// it is where a text stood or nothing, else TOML. Errc::Invalid: what the shop's text cannot say.
Result<std::string> with_setting(std::string_view toml, const std::string& key,
                                 const std::string& value);

// Tills hear of it at their next sync. Errc::NotFound: the store has no settings.
Result<void> change_shop(Database& database, const StoreId& store, const std::string& key,
                         const std::string& value);

}  // namespace kopilka::sync
