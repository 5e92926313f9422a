// Where the server's data stand, as --data and --database say it.
#pragma once
#include "sync/server/postgres.h"

namespace kopilka::sync {

struct Place {
    std::string data;           // the server's folder: keys, the lock, SQLite's file
    std::string database = {};  // empty: SQLite in the folder; else postgresql://…
};

// The folder is made if need be; in it `central.sqlite`, or the database that is named. Other
// commands may have the same open at the same time. People's rows are readable with DIR/person.key;
// an older program's clear ones are encrypted first, and the list of those erased is done again.
// Errc::Invalid: no such kind of database, or another one's person.key.
Result<std::unique_ptr<Database>> open_database(const Place& place, Use use = Use::Command);
// Another connection to what open_database() opened here and made ready: `first`.
Result<std::unique_ptr<Database>> open_another(const Place& place, const Database& first);
std::string sqlite_file(const std::string& folder);
// The part of it that concerns people.
Result<void> prepare_people(Database& database, const std::string& folder);

}  // namespace kopilka::sync
