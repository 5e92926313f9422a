// The numbered texts of schema/*.sql, applied in order; the database remembers how far it came.
#pragma once
#include "sync/server/database.h"

#include <functional>

namespace kopilka::sync {

// `script` runs one text of many statements. Each text and its number are one transaction.
// Errc::Invalid: the database was made by a newer program.
Result<void> bring_up_to_date(Database& database,
                              const std::function<Result<void>(const char* sql)>& script);

}  // namespace kopilka::sync
