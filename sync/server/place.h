// Where the server's data stand, as --data and --database say it.
#pragma once
#include "sync/server/postgres.h"

namespace kopilka::sync {

struct Place {
    std::string data;           // the server's folder: keys, the lock, SQLite's file
    std::string database = {};  // empty: SQLite in the folder; else postgresql://…
};

// The folder is made if need be; in it `central.sqlite`, or the database that is named. Other
// commands may have the same open at the same time.
// Errc::Invalid: no such kind of database.
Result<std::unique_ptr<Database>> open_database(const Place& place, Use use = Use::Command);

}  // namespace kopilka::sync
