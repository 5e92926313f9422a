// What a store's manager may know of its tills, and a till of itself, in the text format of
// metrics.h. Inside a transaction of the database.
#pragma once
#include "pos/core/ids.h"
#include "sync/server/database.h"

#include <optional>
#include <string>

namespace kopilka::sync {

struct Scope {
    StoreId store;
    std::optional<TillId> till;  // nullopt: each of the store
};
// How far the journal is held, receipts not yet priced again, open cases: of each till. Asks for
// nothing that grows with the journal.
std::string till_metrics(Database& database, const Scope& scope);

}  // namespace kopilka::sync
