// The numbered texts of schema/*.sql, applied in order; the database remembers how far it came.
// NNN_name.sql is the portable core, for every engine; NNN_name.ENGINE.sql only for that one, and
// elsewhere no more than a number.
#pragma once
#include "sync/server/database.h"

#include <span>

namespace kopilka::sync {

struct SchemaText {
    std::string_view name;  // "001_core", "003_storage.postgres"
    const char* sql;
    // Empty: of the portable core.
    std::string_view engine() const {
        const std::size_t dot = name.find('.');
        return dot == std::string_view::npos ? "" : name.substr(dot + 1);
    }
};
std::span<const SchemaText> schema_texts();

// What an engine makes first, in its own way of keeping two that start at once apart.
inline constexpr std::string_view kSchemaVersionTable =
    "CREATE TABLE IF NOT EXISTS schema_version (version bigint NOT NULL, PRIMARY KEY (version));";

// Each text and its number are one transaction.
// Errc::Invalid: the database was made by a newer program.
Result<void> bring_up_to_date(Database& database);

}  // namespace kopilka::sync
