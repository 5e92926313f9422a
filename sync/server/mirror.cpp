#include "sync/server/mirror.h"

#include "sync/server/feed.h"

namespace kopilka::sync {
namespace {

// A till that stood anywhere in what is gone gets everything anew.
void begin_anew(Database& database, std::uint64_t next) {
    for (const char* table : {"thing", "member", "member_phone", "person_key"})
        database.run(std::string("DELETE FROM ") + table);
    database.run("DELETE FROM feed_gap");
    database.run(
        "INSERT INTO feed_gap (after_position, next_position, restored_at) VALUES (0, $1, 0)",
        {value(next)});
}

void take(Database& database, const StoreId& store, const Change& change, std::uint64_t next) {
    if (const auto* member = std::get_if<Member>(&change))
        return put_member(database, *member, member->feed_position);
    const auto* gone = std::get_if<Removed>(&change);
    if (gone && gone->kind == ChangeKind::Member) {
        if (const auto id = parse_member_id(gone->key)) empty_member(database, *id);
        return;
    }
    put_thing_at(database, store, change, next);
}

}  // namespace

Result<void> take_mirrored(Database& database, const StoreId& store, const Changes& page) {
    return database.write([&] {
        if (page.whole) begin_anew(database, page.next);
        for (const Change& change : page.changes) take(database, store, change, page.next);
        database.run("UPDATE chain SET feed_position = $1, generation = $2 WHERE one = 1",
                     {value(page.next), value(page.server_generation)});
        if (page.whole || !page.more)
            database.run("UPDATE store_server SET filled = $1 WHERE one = 1",
                         {std::int64_t{!page.more}});
    });
}

bool is_filled(Database& database) {
    return count(database, "SELECT filled FROM store_server WHERE one = 1") == 1;
}

Result<void> take_chain(Database& database, const Secret& lookup_key, std::uint64_t generation) {
    return database.write([&] {
        database.run(
            "INSERT INTO chain (one, generation, lookup_key, feed_position)"
            " VALUES (1, $1, $2, 0) ON CONFLICT (one) DO UPDATE"
            " SET generation = excluded.generation, lookup_key = excluded.lookup_key",
            {value(generation), value(lookup_key)});
    });
}

}  // namespace kopilka::sync
