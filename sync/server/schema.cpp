#include "sync/server/schema.h"

#include <string>

namespace kopilka::sync {
namespace {

constexpr const char* kTexts[] = {
#include "sync/server/schema_texts.inc"
};
constexpr std::size_t kNewest = std::size(kTexts);

Result<std::size_t> version(Database& database) {
    std::size_t found = 0;
    auto read = database.read([&] {
        const Rows rows = database.run("SELECT max(version) FROM schema_version");
        if (!rows.empty()) found = static_cast<std::size_t>(rows.front().natural(0));
    });
    if (!read) return tl::unexpected(read.error());
    return found;
}

}  // namespace

Result<void> bring_up_to_date(Database& database,
                              const std::function<Result<void>(const char* sql)>& script) {
    const auto found = version(database);
    if (!found) return tl::unexpected(found.error());
    if (*found > kNewest) {
        return fail(Errc::Invalid, "the database was made by a newer program: upgrade this one");
    }
    for (std::size_t next = *found; next < kNewest; ++next) {
        const std::string text = "BEGIN IMMEDIATE;" + std::string(kTexts[next]) +
                                 "INSERT INTO schema_version VALUES (" + std::to_string(next + 1) +
                                 ");COMMIT;";
        if (auto done = script(text.c_str()); !done) {
            static_cast<void>(script("ROLLBACK"));
            // Two programs that start at once: the other one did it.
            const auto again = version(database);
            if (!again || *again <= next) return done;
        }
    }
    return {};
}

}  // namespace kopilka::sync
