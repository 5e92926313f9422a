#include "sync/server/schema.h"

#include <string>

namespace kopilka::sync {
namespace {

constexpr SchemaText kTexts[] = {
#include "sync/server/schema_texts.inc"
};
constexpr std::size_t kNewest = std::size(kTexts);

std::size_t version(Database& database) {
    const Rows rows = database.run("SELECT max(version) FROM schema_version");
    return rows.empty() ? 0 : static_cast<std::size_t>(rows.front().natural(0));
}

void apply(Database& database, std::size_t next) {
    // Two programs that start at once: the other one did it.
    if (version(database) != next) return;
    const SchemaText& text = kTexts[next];
    if (text.engine().empty() || text.engine() == database.engine()) database.script(text.sql);
    database.run("INSERT INTO schema_version (version) VALUES ($1)",
                 {value(std::uint64_t{next + 1})});
}

}  // namespace

std::span<const SchemaText> schema_texts() { return kTexts; }

Result<void> bring_up_to_date(Database& database) {
    std::size_t found = 0;
    if (auto read = database.read([&] { found = version(database); }); !read) return read;
    if (found > kNewest) {
        return fail(Errc::Invalid, "the database was made by a newer program: upgrade this one");
    }
    for (std::size_t next = found; next < kNewest; ++next) {
        if (auto done = database.write([&] { apply(database, next); }); !done) return done;
    }
    return {};
}

}  // namespace kopilka::sync
