#include "sync/server/place.h"

#include "sync/server/sqlite.h"

#include <filesystem>

namespace kopilka::sync {

Result<std::unique_ptr<Database>> open_database(const Place& place, Use use) {
    const std::filesystem::path folder(place.data);
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) return fail(Errc::Io, "cannot make " + place.data + ": " + failed.message());
    const std::string_view url = place.database;
    if (url.empty()) return open_sqlite((folder / "central.sqlite").string());
    if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
        return open_postgres(place.database, use);
    return fail(Errc::Invalid,
                "--database wants postgresql://USER@HOST/NAME, or nothing for SQLite"
                " in the data folder");
}

}  // namespace kopilka::sync
