#include "sync/server/feed.h"

#include "sync/server/lending.h"

#include <algorithm>
#include <variant>

#include <spdlog/spdlog.h>

namespace kopilka::sync {
namespace {

void keep_thing(Database& database, const StoreId& store, ChangeKind kind, const std::string& key,
                const Bytes& body, std::uint64_t position) {
    database.run(
        "INSERT INTO thing (kind, store_id, thing_key, feed_position, body)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (kind, store_id, thing_key) DO UPDATE"
        " SET feed_position = excluded.feed_position, body = excluded.body",
        {static_cast<std::int64_t>(kind), value(store.value), value(key), value(position),
         value(body)});
}

// nullopt: never heard of it; empty: removed.
std::optional<Bytes> body_of(Database& database, const StoreId& store, ChangeKind kind,
                             const std::string& key) {
    const Rows rows =
        database.run("SELECT body FROM thing WHERE kind = $1 AND store_id = $2 AND thing_key = $3",
                     {static_cast<std::int64_t>(kind), value(store.value), value(key)});
    if (rows.empty()) return std::nullopt;
    return rows.front().bytes(0);
}

// What a row says. One that is damaged, told as removed, would be gone from every till.
Change thing_in(Database& database, ChangeKind kind, const std::string& key, const Bytes& body) {
    auto thing = body.empty() ? std::nullopt : decode_change(body);
    if (!thing && !body.empty()) database.give_up("the row of " + key + " in thing is damaged");
    return thing ? *std::move(thing) : Removed{kind, key};
}

struct Found {
    std::uint64_t position = 0;
    std::variant<Change, Lease, LeaseId> news;  // LeaseId: asked back
    std::size_t size = 0;
};

void find_things(Database& database, const StoreId& store, std::uint64_t from,
                 std::vector<Found>& found) {
    const Rows rows = database.run(
        "SELECT feed_position, kind, thing_key, body FROM thing WHERE feed_position > $1"
        " AND (store_id = $2 OR store_id = '') ORDER BY feed_position LIMIT $3",
        {value(from), value(store.value), value(std::uint64_t{kMostChanges + 1})});
    for (const Row& row : rows) {
        const auto kind = static_cast<ChangeKind>(row.integer(1));
        found.push_back({row.natural(0), thing_in(database, kind, row.text(2), row.bytes(3)),
                         row.bytes(3).size()});
    }
}

void find_members(Database& database, std::uint64_t from, std::vector<Found>& found) {
    for (MemberNews& news : members_after(database, from, kMostChanges + 1)) {
        if (auto* member = std::get_if<Member>(&news.change)) {
            member->visits.clear();  // nothing that a till has a use for
            member->usual_spend.clear();
        }
        found.push_back({news.position, std::move(news.change), news.size});
    }
}

// As many as a page may have; at least one. `next` behind the last of them. A till would refuse the
// whole page for the sake of one thing that its cache cannot keep: that one is left out.
void fill(Changes& page, std::vector<Found> found) {
    std::ranges::sort(found, {}, &Found::position);
    std::size_t bytes = 0;
    LeaseNews& leases = page.leases;
    for (Found& one : found) {
        bytes += one.size;
        const bool full = page.changes.size() == kMostChanges || bytes > kMostPageBytes ||
                          leases.lent.size() == kMostLeases ||
                          leases.asked_back.size() == kMostLeases;
        const bool begun = one.position == page.next;  // what stands at one position goes together
        if (full && !begun && !(page.changes.empty() && leases.empty())) {
            page.more = true;
            return;
        }
        page.next = one.position;
        if (auto* lease = std::get_if<Lease>(&one.news)) {
            leases.lent.push_back(std::move(*lease));
        } else if (const auto* id = std::get_if<LeaseId>(&one.news)) {
            leases.asked_back.push_back(*id);
        } else if (auto& change = std::get<Change>(one.news); can_be_kept(change)) {
            page.changes.push_back(std::move(change));
        } else {
            spdlog::error("not told to tills, beyond their bounds: {}", key_of(change));
        }
    }
}

void find_leases(Database& database, const TillId& till, std::uint64_t from,
                 std::vector<Found>& found) {
    for (LeaseRow& row : leases_after(database, till, from, kMostLeases + 1)) {
        // Who has not heard of it yet takes it and gives it back.
        const LeaseId id = row.lent.lease.id;
        found.push_back({row.feed_position, std::move(row.lent.lease), row.size});
        if (row.lent.asked_back) found.push_back({row.feed_position, id, 0});
    }
}

}  // namespace

bool put_thing(Database& database, const StoreId& store, const Change& thing) {
    const Bytes body = encode_change(thing);
    if (body_of(database, store, kind_of(thing), key_of(thing)) == body) return false;
    keep_thing(database, store, kind_of(thing), key_of(thing), body, next_feed_position(database));
    return true;
}

void put_thing_at(Database& database, const StoreId& store, const Change& thing,
                  std::uint64_t position) {
    const bool gone = std::holds_alternative<Removed>(thing);
    keep_thing(database, store, kind_of(thing), key_of(thing),
               gone ? Bytes() : encode_change(thing), position);
}

bool remove_thing(Database& database, const StoreId& store, ChangeKind kind,
                  const std::string& key) {
    const auto before = body_of(database, store, kind, key);
    if (!before || before->empty()) return false;
    keep_thing(database, store, kind, key, {}, next_feed_position(database));
    return true;
}

std::optional<Change> find_thing(Database& database, const StoreId& store, ChangeKind kind,
                                 const std::string& key) {
    const auto body = body_of(database, store, kind, key);
    if (!body || body->empty()) return std::nullopt;
    return thing_in(database, kind, key, *body);
}

bool has_thing(Database& database, const StoreId& store, ChangeKind kind, const std::string& key) {
    return !database
                .run(
                    "SELECT kind FROM thing WHERE kind = $1 AND store_id = $2 AND thing_key = $3"
                    " AND length(body) > 0",
                    {static_cast<std::int64_t>(kind), value(store.value), value(key)})
                .empty();
}

std::vector<std::string> thing_keys(Database& database, const StoreId& store, ChangeKind kind) {
    std::vector<std::string> keys;
    const Rows rows = database.run(
        "SELECT thing_key FROM thing WHERE kind = $1 AND store_id = $2"
        " AND length(body) > 0 ORDER BY thing_key",
        {static_cast<std::int64_t>(kind), value(store.value)});
    for (const Row& row : rows) keys.push_back(row.text(0));
    return keys;
}

Changes changes_after(Database& database, const StoreId& store, std::uint64_t from,
                      const TillId& till) {
    const std::uint64_t head = feed_head(database);
    Changes page;
    page.whole = from == 0 || !is_given(database, from);
    if (page.whole) from = 0;
    page.next = from;
    std::vector<Found> found;
    find_things(database, store, from, found);
    find_members(database, from, found);
    find_leases(database, till, from, found);
    fill(page, std::move(found));
    // Behind other stores' news there is nothing for this one: do not look at them again.
    if (!page.more) page.next = head;
    return page;
}

}  // namespace kopilka::sync
