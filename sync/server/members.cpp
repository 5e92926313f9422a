#include "sync/server/members.h"

#include "sync/protocol/codec.h"
#include "sync/server/chain.h"
#include "sync/server/person_keys.h"
#include "sync/server/tables.h"

#include <algorithm>

namespace kopilka::sync {
namespace {

constexpr std::size_t kClearAtOnce = 1'000;
constexpr std::string_view kWithKey =
    "member_id, body,"
    " (SELECT k.sealed FROM person_key k WHERE k.member_id = member.member_id)";

Value sealed(const Member& member, const PersonKey& key) {
    return seal_for(member.view.id, encode_change(member), key);
}

Line phone_line(Database& database, const Member& member) {
    return {value(member.view.id.value), phone_hash(member.person.phone, database.people_key())};
}

// nullopt: damaged.
std::optional<PersonKey> open_key(Database& database, const MemberId& id, ByteView sealed) {
    const auto clear = unseal_of(id, sealed, database.people_key());
    PersonKey key{};
    if (!clear || clear->size() != key.size()) return std::nullopt;
    std::ranges::copy(*clear, key.begin());
    return key;
}

// The key of this member's row, drawn with the first one.
PersonKey key_of(Database& database, const MemberId& id) {
    const Rows rows =
        database.run("SELECT sealed FROM person_key WHERE member_id = $1", {value(id.value)});
    if (rows.empty()) {
        const PersonKey key = draw_secret();
        database.run("INSERT INTO person_key (member_id, sealed) VALUES ($1, $2)",
                     {value(id.value), seal_for(id, key, database.people_key())});
        return key;
    }
    const auto key = open_key(database, id, rows.front().bytes(0));
    if (!key) database.give_up("the key of member " + to_string(id) + " is damaged");
    return key.value_or(PersonKey{});
}

// The row of one that was not erased.
Member open_row(Database& database, const MemberId& id, const std::optional<PersonKey>& key,
                ByteView body) {
    const auto clear = key ? unseal_of(id, body, *key) : std::nullopt;
    auto change = clear ? decode_change(*clear) : std::nullopt;
    auto* member = change ? std::get_if<Member>(&*change) : nullptr;
    if (member) return std::move(*member);
    // Booking on without a member that is there would lose points: nothing is written.
    database.give_up("member " + to_string(id) + " cannot be read: the row or its key is damaged");
    return {};
}

void keep_phone(Database& database, const Member& member) {
    if (member.person.phone.empty()) {
        database.run("DELETE FROM member_phone WHERE member_id = $1",
                     {value(member.view.id.value)});
        return;
    }
    database.add_or_change(kMemberPhoneTable, "phone_hash = excluded.phone_hash",
                           {phone_line(database, member)});
}

// The rows an older program left, at most so many. How many there were.
std::size_t seal_some(Database& database) {
    const Rows rows = database.run(
        "SELECT member_id, feed_position, body FROM member_clear ORDER BY member_id LIMIT $1",
        {value(std::uint64_t{kClearAtOnce})});
    for (const Row& row : rows) {
        auto change = decode_change(row.bytes(2));
        auto* member = change ? std::get_if<Member>(&*change) : nullptr;
        if (!member) {
            database.give_up("a member's row is damaged: " + to_hex(row.bytes(0)));
            break;
        }
        put_member(database, std::move(*member), row.natural(1));
        database.run("DELETE FROM member_clear WHERE member_id = $1", {row.bytes(0)});
    }
    return rows.size();
}

}  // namespace

Member open_member(Database& database, const MemberId& id, ByteView sealed_key, ByteView body) {
    return open_row(database, id, open_key(database, id, sealed_key), body);
}

void put_member(Database& database, Member member, std::uint64_t position) {
    member.feed_position = position;
    const PersonKey key = key_of(database, member.view.id);
    database.add_or_change(kMemberTable,
                           "feed_position = excluded.feed_position, body = excluded.body",
                           {{value(member.view.id.value), value(position), sealed(member, key)}});
    keep_phone(database, member);
}

std::optional<Member> find_member(Database& database, const MemberId& id) {
    const Rows rows = database.run(
        "SELECT k.sealed, m.body FROM member m JOIN person_key k ON k.member_id = m.member_id"
        " WHERE m.member_id = $1",
        {value(id.value)});
    if (rows.empty()) return std::nullopt;
    return open_member(database, id, rows.front().bytes(0), rows.front().bytes(1));
}

bool is_erased(Database& database, const MemberId& id) {
    return !database.run("SELECT member_id FROM erased WHERE member_id = $1", {value(id.value)})
                .empty();
}

std::vector<MemberId> members_by_phone(Database& database, std::string_view e164) {
    std::vector<MemberId> found;
    for (const Row& row :
         database.run("SELECT member_id FROM member_phone WHERE phone_hash = $1 ORDER BY member_id",
                      {phone_hash(e164, database.people_key())}))
        found.push_back(MemberId{row.array<16>(0)});
    return found;
}

std::map<MemberId, KeptMember> read_members(Database& database, const std::set<MemberId>& ids) {
    std::vector<Line> keys;
    for (const MemberId& id : ids) keys.push_back({value(id.value)});
    std::map<MemberId, KeptMember> found;
    for (const Row& row : database.find(kWithKey, kMemberTable, keys)) {
        const MemberId id = MemberId{row.array<16>(0)};
        KeptMember& kept = found[id];
        kept.erased = row.bytes(1).empty();
        kept.member.view.id = id;
        if (kept.erased) continue;
        const auto key = open_key(database, id, row.bytes(2));
        kept.member = open_row(database, id, key, row.bytes(1));
        if (key) kept.key = *key;
    }
    return found;
}

void write_members(Database& database, const std::vector<KeptMember>& members) {
    std::vector<Line> lines, phones;
    for (const KeptMember& kept : members) {
        const Member& member = kept.member;
        lines.push_back(
            {value(member.view.id.value), value(member.feed_position), sealed(member, kept.key)});
        if (kept.new_phone) phones.push_back(phone_line(database, member));
    }
    database.add_or_change(kMemberTable,
                           "feed_position = excluded.feed_position, body = excluded.body", lines);
    database.add_or_change(kMemberPhoneTable, "phone_hash = excluded.phone_hash", phones);
}

std::vector<MemberNews> members_after(Database& database, std::uint64_t from, std::size_t most) {
    std::vector<MemberNews> found;
    for (const Row& row : database.run(
             "SELECT m.feed_position, m.member_id, m.body, k.sealed, a.member_id IS NULL"
             " FROM member m LEFT JOIN person_key k ON k.member_id = m.member_id"
             " LEFT JOIN member_alias a ON a.member_id = m.member_id WHERE m.feed_position > $1"
             " ORDER BY m.feed_position LIMIT $2",
             {value(from), value(std::uint64_t{most})})) {
        const MemberId id = MemberId{row.array<16>(1)};
        Change change = Removed{ChangeKind::Member, to_string(id)};
        const bool is_there = !row.bytes(2).empty() && row.integer(4) == 1;
        if (is_there) change = open_member(database, id, row.bytes(3), row.bytes(2));
        found.push_back({row.natural(0), std::move(change), row.bytes(2).size()});
    }
    return found;
}

bool empty_member(Database& database, const MemberId& id) {
    const Rows known =
        database.run("SELECT body FROM member WHERE member_id = $1", {value(id.value)});
    if (known.empty() || known.front().bytes(0).empty()) return false;
    database.run("DELETE FROM person_key WHERE member_id = $1", {value(id.value)});
    database.run("DELETE FROM member_phone WHERE member_id = $1", {value(id.value)});
    database.run("UPDATE member SET body = $1, feed_position = $2 WHERE member_id = $3",
                 {Bytes(), value(next_feed_position(database)), value(id.value)});
    return true;
}

Result<void> seal_clear_members(Database& database) {
    std::uint64_t waiting = 0;
    const char* const look = "SELECT count(*) FROM (SELECT 1 FROM member_clear LIMIT 1) one";
    if (auto read = database.read([&] { waiting = count(database, look); }); !read) return read;
    if (waiting == 0) return {};
    std::size_t sealed = kClearAtOnce;
    while (sealed == kClearAtOnce) {
        if (auto done = database.write([&] { sealed = seal_some(database); }); !done) return done;
    }
    return database.wipe(Database::Deleted::All);
}

}  // namespace kopilka::sync
