#include "sync/server/backup.h"

#include "pos/files/durable.h"
#include "pos/files/private_file.h"
#include "sync/server/chain.h"
#include "sync/server/decisions.h"
#include "sync/server/erasure.h"
#include "sync/server/key_files.h"
#include "sync/server/sqlite.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kopilka::sync {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDumpFile = "central.dump";

bool is_empty(const fs::path& folder) {
    std::error_code error;
    return !fs::exists(folder, error) || fs::is_empty(folder, error);
}

// A key that was never made is no loss.
Result<void> copy_keys(const fs::path& from, const fs::path& to) {
    for (const char* name : kKeyFiles) {
        const auto bytes = read_private_file(from / name);
        if (!bytes && bytes.error().code == Errc::NotFound) continue;
        if (!bytes) return tl::unexpected(bytes.error());
        if (auto written = write_private_file(to / name, *bytes); !written) return written;
    }
    return {};
}

// Nobody was erased yet: no list.
Result<void> add_list(const std::string& file, const std::string& folder) {
    auto added = take_over_erasures(file, folder);
    if (!added && added.error().code == Errc::NotFound) return {};
    return added;
}

// One of PostgreSQL's own programs; what it has to say it says on stderr.
Result<void> run(std::vector<std::string> words) {
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    pid_t child = 0;
    const int failed =
        ::posix_spawnp(&child, pointers.front(), nullptr, nullptr, pointers.data(), environ);
    if (failed != 0)
        return fail(failed == ENOENT ? Errc::NotFound : Errc::Io,
                    words.front() + ": " + std::strerror(failed) +
                        "; it comes with the Debian package postgresql-client");
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    return fail(Errc::Io, words.front() + " did not come to its end");
}

Result<void> dump(const std::string& database, const fs::path& file) {
    return run({"pg_dump", "--format=custom", "--no-owner", "--file=" + file.string(),
                "--dbname=" + database});
}

Result<void> load(const std::string& database, const fs::path& file) {
    return run({"pg_restore", "--exit-on-error", "--single-transaction", "--no-owner",
                "--dbname=" + database, file.string()});
}

// Under another name until the new generation has begun: a restore that was cut off left no store.
Result<void> begin_again(const fs::path& source, const fs::path& target, Instant at) {
    const fs::path fresh = target.string() + ".new";
    std::error_code ignored;
    fs::remove(fresh, ignored);
    if (auto copied = copy_sqlite(source, fresh); !copied) return copied;
    {
        auto database = open_sqlite(fresh.string());
        if (!database) return tl::unexpected(database.error());
        if (auto begun = begin_generation(**database, at); !begun) return begun;
        if (auto people = prepare_people(**database, target.parent_path()); !people) return people;
    }
    return rename_surely(fresh, target);
}

}  // namespace

Result<void> back_up(const Place& place, const std::string& to) {
    if (!is_empty(to))
        return fail(Errc::Invalid, to + " holds something already: name a new folder");
    if (auto made = make_folder(to); !made) return made;
    auto copied = place.database.empty() ? copy_sqlite(sqlite_file(place.data), sqlite_file(to))
                                         : dump(place.database, fs::path(to) / kDumpFile);
    if (!copied) return copied;
    if (auto keys = copy_keys(place.data, to); !keys) return keys;
    if (auto listed = add_list((fs::path(place.data) / kErasedFile).string(), to); !listed)
        return listed;
    return sync_folder(to);
}

Result<void> restore(const std::string& from, const Place& place, Instant at) {
    const fs::path source =
        place.database.empty() ? fs::path(sqlite_file(from)) : fs::path(from) / kDumpFile;
    const fs::path target = sqlite_file(place.data);
    if (!fs::exists(source))
        return fail(Errc::NotFound, "there is no " + source.string() +
                                        ": name a folder that central backup made of such a store");
    if (place.database.empty() && fs::exists(target))
        return fail(Errc::Invalid, target.string() +
                                       " is there: stop the server and move it aside "
                                       "first (nothing is deleted); leave the file erased in "
                                       "its place, so that nobody erased comes back");
    if (auto made = make_folder(place.data); !made) return made;
    if (auto keys = copy_keys(from, place.data); !keys) return keys;
    if (auto listed = add_list((fs::path(from) / kErasedFile).string(), place.data); !listed)
        return listed;
    if (auto forgotten = forget_decision_head(place.data); !forgotten) return forgotten;
    if (place.database.empty()) return begin_again(source, target, at);
    if (auto loaded = load(place.database, source); !loaded) return loaded;
    auto database = open_database(place);
    return database ? begin_generation(**database, at) : tl::unexpected(database.error());
}

}  // namespace kopilka::sync
