// The embedded database: one SQLite file, write-ahead log, every commit synced to the disk.
// Several processes may have it open; writers wait for each other up to ten seconds.
#pragma once
#include "sync/server/database.h"

#include <filesystem>
#include <memory>
#include <string>

namespace kopilka::sync {

// Creates the file and brings its schema up to this program's.
Result<std::unique_ptr<Database>> open_sqlite(const std::string& path);
// All that is committed, into a new file, while others write; on the disk when it returns.
Result<void> copy_sqlite(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace kopilka::sync
