#include "sync/server/place.h"

#include "sync/server/chain.h"
#include "sync/server/erasure.h"
#include "sync/server/members.h"
#include "sync/server/person_keys.h"
#include "sync/server/sqlite.h"

#include <filesystem>

namespace kopilka::sync {

namespace {

Result<std::unique_ptr<Database>> open_engine(const Place& place, Use use) {
    const std::string_view url = place.database;
    if (url.empty()) return open_sqlite(sqlite_file(place.data));
    if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
        return open_postgres(place.database, use);
    return fail(Errc::Invalid,
                "--database wants postgresql://USER@HOST/NAME, or nothing for SQLite"
                " in the data folder");
}

}  // namespace

Result<std::unique_ptr<Database>> open_database(const Place& place, Use use) {
    std::error_code failed;
    std::filesystem::create_directories(place.data, failed);
    if (failed) return fail(Errc::Io, "cannot make " + place.data + ": " + failed.message());
    auto database = open_engine(place, use);
    if (!database) return database;
    if (auto ready = prepare_people(**database, place.data); !ready)
        return tl::unexpected(ready.error());
    return database;
}

Result<std::unique_ptr<Database>> open_another(const Place& place, const Database& first) {
    auto database = open_engine(place, Use::Command);
    if (database) (*database)->unlock_people_with(first.people_key());
    return database;
}

std::string sqlite_file(const std::string& folder) {
    return (std::filesystem::path(folder) / "central.sqlite").string();
}

// Nobody's name in the clear, and nobody there who was to be forgotten, whatever was there before.
Result<void> prepare_people(Database& database, const std::string& folder) {
    if (auto unlocked = unlock_people(database, folder); !unlocked) return unlocked;
    if (auto sealed = seal_clear_members(database); !sealed) return sealed;
    return replay_erasures(database, folder, now());
}

}  // namespace kopilka::sync
