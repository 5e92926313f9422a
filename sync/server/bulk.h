// The pieces of SQL that statements for many rows are made of.
#pragma once
#include "sync/server/database.h"

#include <string>

namespace kopilka::sync {

// "a, b"; `before` stands before each: "excluded."
std::string names(std::span<const Column> columns, std::string_view before = "");
std::string places(std::size_t count);        // "$1, $2"
std::string insert_into(const Table& table);  // "INSERT INTO t (a, b) "
std::string on_conflict(const Table& table);  // " ON CONFLICT (a) DO "
std::string has_key(const Table& table);      // "a = $1 AND b = $2"
std::string same_key(const Table& table);     // "t.a = excluded.a"

}  // namespace kopilka::sync
