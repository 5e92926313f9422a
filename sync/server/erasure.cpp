#include "sync/server/erasure.h"

#include "pos/files/durable.h"
#include "pos/files/private_file.h"
#include "sync/server/aliases.h"
#include "sync/server/file_lock.h"
#include "sync/server/key_files.h"
#include "sync/server/members.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

namespace kopilka::sync {
namespace {

using Ids = std::set<MemberId>;

std::string file_in(const std::string& folder) {
    return (std::filesystem::path(folder) / kErasedFile).string();
}

Result<Ids> read_list(const std::string& file) {
    Ids ids;
    const auto kept = read_private_file(file);
    if (!kept) return tl::unexpected(kept.error());
    std::istringstream in{std::string(as_text(*kept))};
    for (std::string line; std::getline(in, line);) {
        const auto id = parse_member_id(line);
        if (!id) return fail(Errc::Invalid, file + " is damaged; put back its copy");
        ids.insert(*id);
    }
    return ids;
}

Result<Ids> list_in(const std::string& folder) {
    auto ids = read_list(file_in(folder));
    if (!ids && ids.error().code == Errc::NotFound) return Ids{};
    return ids;
}

// Sure on the disk when it returns.
Result<void> add_to_list(const std::string& folder, const Ids& more) {
    if (auto made = make_folder(folder); !made) return made;
    const FileLock lock(file_in(folder) + ".lock");
    if (!lock.held()) return fail(Errc::Io, "cannot lock " + file_in(folder));
    auto ids = list_in(folder);
    if (!ids) return tl::unexpected(ids.error());
    const std::size_t before = ids->size();
    ids->insert(more.begin(), more.end());
    if (ids->size() == before) return {};
    std::string text;
    for (const MemberId& id : *ids) text += to_string(id) + "\n";
    return write_private_file(file_in(folder), as_bytes(text));
}

Result<Ids> erased_in(Database& database) {
    Ids ids;
    const auto done = database.read([&] {
        ids.clear();
        for (const Row& row : database.run("SELECT member_id FROM erased"))
            ids.insert(MemberId{row.array<16>(0)});
    });
    if (!done) return tl::unexpected(done.error());
    return ids;
}

bool erase(Database& database, const MemberId& id, const std::string& by, const std::string& why,
           Instant at) {
    database.run(
        "INSERT INTO erased (member_id, erased_at, decided_by, why) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (member_id) DO NOTHING",
        {value(id.value), at.ms, value(by), value(why)});
    database.run(
        "UPDATE card_phone SET revoked_at = $1 WHERE member_id = $2 AND revoked_at IS NULL",
        {at.ms, value(id.value)});
    database.run("DELETE FROM member_alias WHERE member_id = $1", {value(id.value)});
    return empty_member(database, id);
}

// With the cards that were merged into this one: they are the same person's.
Result<Ids> everything_of(Database& database, const MemberId& id) {
    Ids ids{id};
    std::optional<MemberId> survivor;
    const auto done = database.read([&] {
        survivor = survivor_of(database, id);
        for (const MemberId& alias : aliases_of(database, id)) ids.insert(alias);
    });
    if (!done) return tl::unexpected(done.error());
    if (survivor)
        return fail(Errc::Invalid, "this member was merged: erase " + to_string(*survivor));
    return ids;
}

Ids lacking(const Ids& has, const Ids& all) {
    Ids rest;
    std::ranges::set_difference(all, has, std::inserter(rest, rest.end()));
    return rest;
}

}  // namespace

// The list first: a crash in between is made good when the database is opened again.
Result<bool> erase_person(Database& database, const std::string& folder, const MemberId& id,
                          const std::string& by, const std::string& why, Instant at) {
    const auto ids = everything_of(database, id);
    if (!ids) return tl::unexpected(ids.error());
    if (auto listed = add_to_list(folder, *ids); !listed) return tl::unexpected(listed.error());
    bool was_there = false;
    const auto done = database.write([&] {
        was_there = false;
        for (const MemberId& one : *ids) was_there |= erase(database, one, by, why, at);
    });
    if (!done) return tl::unexpected(done.error());
    if (auto wiped = database.wipe(Database::Deleted::Now); !wiped)
        return tl::unexpected(wiped.error());
    return was_there;
}

Result<void> replay_erasures(Database& database, const std::string& folder, Instant at) {
    const auto listed = list_in(folder);
    if (!listed) return tl::unexpected(listed.error());
    const auto erased = erased_in(database);
    if (!erased) return tl::unexpected(erased.error());
    const Ids again = lacking(*erased, *listed);
    if (!again.empty()) {
        const auto done = database.write([&] {
            for (const MemberId& id : again)
                erase(database, id, "central", "erased before; the store was older", at);
        });
        if (!done) return done;
        if (auto wiped = database.wipe(Database::Deleted::Now); !wiped) return wiped;
    }
    const Ids unlisted = lacking(*listed, *erased);
    return unlisted.empty() ? Result<void>() : add_to_list(folder, unlisted);
}

Result<void> take_over_erasures(const std::string& file, const std::string& folder) {
    const auto ids = read_list(file);
    return ids ? add_to_list(folder, *ids) : tl::unexpected(ids.error());
}

}  // namespace kopilka::sync
