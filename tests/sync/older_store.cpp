#include "tests/sync/older_store.h"

#include "sync/server/authority.h"
#include "sync/server/card_keys.h"
#include "sync/server/cards.h"
#include "sync/server/chain.h"
#include "sync/server/erasure.h"
#include "sync/server/feed.h"
#include "sync/server/import.h"
#include "sync/server/ingest.h"
#include "sync/server/letters.h"
#include "sync/server/membership.h"
#include "sync/server/merge.h"
#include "sync/server/people.h"
#include "sync/server/prices.h"
#include "sync/server/schema.h"
#include "sync/server/staff.h"
#include "tests/support/postgres_cluster.h"
#include "tests/sync/rig.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace kopilka::sync {
namespace {

constexpr std::size_t kSealed = 100;  // of the members, where others still stand in the clear
const Reason kByOlga{"olga", "a test", {1'780'000'000'000}};

std::string file(const std::string& name) {
    std::ifstream in(SOURCE_DIR "/assets/demo/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// SQLite without the program: nothing is brought up to date.
class BareSqlite {
public:
    explicit BareSqlite(const std::string& path) {
        if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK) throw std::runtime_error(path);
    }
    BareSqlite(const BareSqlite&) = delete;
    BareSqlite& operator=(const BareSqlite&) = delete;
    ~BareSqlite() { sqlite3_close(database_); }

    // The first column of each row.
    std::vector<std::string> run(const std::string& sql, const char* column = nullptr) {
        struct Found {
            std::vector<std::string> all;
            const char* column;
        } found{{}, column};
        const auto take = [](void* to, int count, char** values, char** names) {
            auto* into = static_cast<Found*>(to);
            for (int i = 0; i < count; ++i)
                if ((into->column == nullptr && i == 0) ||
                    (into->column != nullptr && std::string(names[i]) == into->column))
                    into->all.emplace_back(values[i] != nullptr ? values[i] : "");
            return 0;
        };
        char* error = nullptr;
        if (sqlite3_exec(database_, sql.c_str(), take, &found, &error) != SQLITE_OK)
            throw std::runtime_error(std::string(error) + ": " + sql.substr(0, 300));
        return found.all;
    }

private:
    sqlite3* database_ = nullptr;
};

std::string begin_of_texts() { return std::string(kSchemaVersionTable); }

std::string text_and_number(std::size_t text, std::string_view engine) {
    const SchemaText& one = schema_texts()[text];
    const bool is_for_it = one.engine().empty() || one.engine() == engine;
    return (is_for_it ? one.sql : "") +
           ("\nINSERT INTO schema_version (version) VALUES (" + std::to_string(text + 1) + ");\n");
}

bool is_postgres(const Place& place) { return !place.database.empty(); }

void run_in(const Place& place, const std::string& sql) {
    const std::string all = "BEGIN;\n" + sql + "\nCOMMIT;";
    if (is_postgres(place))
        PostgresCluster::run_in(place.database, all);
    else
        BareSqlite(sqlite_file(place.data)).run(all);
}

std::string literal(const Value& value, bool postgres) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* bytes = std::get_if<Bytes>(&value))
        return postgres ? "'\\x" + to_hex(*bytes) + "'" : "x'" + to_hex(*bytes) + "'";
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return "NULL";
    std::string quoted = "'";
    for (const char c : *text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
    return quoted + "'";
}

std::string list(const Columns& columns) {
    std::string text;
    for (const std::string& column : columns) text += (text.empty() ? "" : ", ") + column;
    return text;
}

std::string inserts(const std::string& table, const Columns& columns,
                    const std::vector<std::vector<Value>>& rows, bool postgres) {
    std::string sql;
    for (const auto& row : rows) {
        std::string values;
        for (const Value& value : row)
            values += (values.empty() ? "" : ", ") + literal(value, postgres);
        sql += "INSERT INTO " + table + " (" + list(columns) + ") VALUES (" + values + ");\n";
    }
    return sql;
}

std::vector<std::vector<Value>> rows_of(Database& database, const std::string& table,
                                        const Columns& columns) {
    std::vector<std::vector<Value>> rows;
    EXPECT_TRUE(database.read([&] {
        for (const Row& row : database.run("SELECT " + list(columns) + " FROM " + table))
            rows.push_back(row.values());
    }));
    std::ranges::sort(rows);
    return rows;
}

std::vector<Member> members(Database& database) {
    std::vector<Member> all;
    EXPECT_TRUE(database.read([&] {
        std::set<MemberId> ids;
        for (const Row& row : database.run("SELECT member_id FROM member"))
            ids.insert(MemberId{row.array<16>(0)});
        for (auto& [id, kept] : read_members(database, ids))
            if (!kept.erased) all.push_back(std::move(kept.member));
    }));
    return all;
}

std::vector<std::vector<Value>> in_the_clear(std::span<const Member> members) {
    std::vector<std::vector<Value>> rows;
    for (const Member& member : members)
        rows.push_back({value(member.view.id.value), value(member.feed_position),
                        value(encode_change(member))});
    return rows;
}

// Rows of `table` that belong to one of the first `kSealed` members, or are those of an erased one.
std::vector<std::vector<Value>> sealed_only(std::vector<std::vector<Value>> rows,
                                            std::span<const Member> in_clear) {
    std::set<Value> clear;
    for (const Member& member : in_clear) clear.insert(value(member.view.id.value));
    std::erase_if(rows, [&](const auto& row) { return clear.contains(row.front()); });
    return rows;
}

bool is_of_members(const std::string& table) {
    return table == "member" || table == "person_key" || table == "member_phone";
}

// Tables whose columns are others today.
std::string old_rows(const std::string& table, const Columns& columns, FilledStore& from,
                     bool postgres) {
    if (table == "enrol_code")
        return inserts(table, columns,
                       {{Bytes(32, 7), std::string("nevsky"), std::string("nevsky-9"),
                         std::int64_t{1'780'000'000'000}}},
                       postgres);
    if (table == "incident") {
        const Columns decided{"action", "decided_by", "why"};
        Columns known = columns;
        std::erase_if(known, [&](const std::string& column) {
            return column == "decided_at" || std::ranges::find(decided, column) != decided.end();
        });
        auto rows = rows_of(from.database(), table, known);
        known.insert(known.end(), decided.begin(), decided.end());
        for (auto& row : rows) row.insert(row.end(), decided.size(), Value(std::string()));
        return inserts(table, known, rows, postgres);
    }
    Columns known = columns;
    std::erase(known, "token_hash");
    auto rows = rows_of(from.database(), table, known);
    if (known.size() != columns.size()) {
        known.push_back("token_hash");
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i].push_back(Bytes(32, static_cast<std::uint8_t>(i)));
    }
    return inserts(table, known, rows, postgres);
}

std::string rows_as_then(const Tables& tables, FilledStore& from, bool postgres) {
    const bool had_keys = tables.contains("person_key");
    const auto all = members(from.database());
    const auto in_clear = std::span(all).subspan(had_keys ? kSealed : 0);
    std::string sql;
    for (const auto& [table, columns] : tables) {
        if (table == (had_keys ? "member_clear" : "member"))
            sql += inserts(table, columns, in_the_clear(in_clear), postgres);
        else if (is_of_members(table))
            sql +=
                inserts(table, columns,
                        sealed_only(rows_of(from.database(), table, columns), in_clear), postgres);
        else if ((table == "enrol_code" && columns.front() == "code_hash") || table == "till" ||
                 (table == "incident" && std::ranges::find(columns, "action") != columns.end()))
            sql += old_rows(table, columns, from, postgres);
        else
            sql += inserts(table, columns, rows_of(from.database(), table, columns), postgres);
    }
    return sql;
}

// More than there is, so that some is lent and some is waited for; and to hold rights ahead.
LeaseAsked asking_for_leases(const MemberId& member) {
    LeaseAsked asked;
    const Purse purse{RightKind::OfPoints, member, "bonus"};
    asked.wishes = {{purse, LeaseFor::ThisVisit, Points::of(1'000'000'00), kDayMs}};
    asked.usual = {LeaseWish{{RightKind::OfPoints, {}, "bonus"}, LeaseFor::Visits, {}, 7 * kDayMs}};
    return asked;
}

// One till's journal: sales to members, one to a stranger, and bytes that are no record.
void sell(Database& database, const std::vector<Member>& members) {
    const TillId nevsky{"nevsky-1"};
    MemoryTill till{nevsky};
    for (std::uint64_t n = 1; n <= 20; ++n)
        till.append(member_sale(n, 100, members[n].view.id, static_cast<std::int64_t>(n)));
    till.append(member_sale(21, 100, member_id(200), 5));
    till.append(asking_for_leases(members[1].view.id));
    till.append_bytes({1, 2, 3});
    EXPECT_TRUE(database.write([&] {
        database.run(
            "INSERT INTO till (till_id, store_id, public_key, epoch, enrolled_at)"
            " VALUES ('nevsky-1', 'nevsky', $1, 1, 5)",
            {value(key_of(nevsky).public_key)});
        database.run("INSERT INTO till_key (till_id, public_key, epoch) VALUES ('nevsky-1', $1, 1)",
                     {value(key_of(nevsky).public_key)});
    }));
    const EnrolledTill enrolled{nevsky, StoreId{"nevsky"}, key_of(nevsky).public_key, Epoch{1}};
    EXPECT_EQ(ingest(database, enrolled, till.upload_of(1, 23), now()).refusal,
              UploadRefusal::None);
    EXPECT_TRUE(database.write([&] {
        const Value hash = value(Hash256{{7}}.value);
        database.run(
            "INSERT INTO branch_record (till_id, epoch, branch, sequence, hash, status, cause,"
            " feed_position, accepted_at, body) VALUES ('nevsky-1', 1, $1, 20, $1, 0, 0, 0, 5, $1)",
            {hash});
        database.run(
            "INSERT INTO branch_head (till_id, epoch, branch, sequence, hash, forked_epoch)"
            " VALUES ('nevsky-1', 1, $1, 20, $1, 2)",
            {hash});
        database.run(
            "INSERT INTO branch_receipt (till_id, epoch, branch, sequence, is_return, number,"
            " shift, business_date, total, points, status, repriced)"
            " VALUES ('nevsky-1', 1, $1, 20, 0, 20, 1, 20000, 100, 0, 0, 3)",
            {hash});
        database.run(
            "INSERT INTO decision (position, subject, body, signature) VALUES (1, 'a case', $1, "
            "$1)",
            {hash});
        database.run(
            "INSERT INTO decision_before (subject, action, decided_by, why)"
            " VALUES ('an older one', 'accept', 'olga', 'a test')");
    }));
}

void decide(Database& database, const std::string& folder, const std::vector<Member>& members) {
    const auto id = [&](std::size_t n) { return members[n].view.id; };
    EXPECT_TRUE(block_member(database, id(30), kByOlga));
    EXPECT_TRUE(merge_members(database, id(31), id(32), kByOlga));
    EXPECT_TRUE(erase_person(database, folder, id(33), "olga", "asked", now()));
    EXPECT_TRUE(block_staff(database, StoreId{"nevsky"}, CashierId{"timur"}, kByOlga));
    EXPECT_TRUE(set_price(database, Sku{"BREAD-WHITE"}, Money::of(9'900), parse_clock("2100-01-01"),
                          now()));
    EXPECT_TRUE(revoke_till(database, TillId{"nevsky-1"}, "a test", now()));
    EXPECT_TRUE(make_enrol_code(database, StoreId{"nevsky"}, TillId{"nevsky-2"}, now()));
    const auto authority = Authority::open(folder, now());
    EXPECT_TRUE(admit_person(database, *authority, {Holder::Manager, "elena", "nevsky"}, now()));
    const auto keys = open_card_keys(folder);
    EXPECT_TRUE(certify_phone(database, *keys, id(34), PublicKey{3}, now()));
    EXPECT_TRUE(publish_card_trust(database, *keys, now()));
    EXPECT_TRUE(begin_generation(database, now()));
}

}  // namespace

std::size_t texts_before(std::string_view name) {
    const auto texts = schema_texts();
    const auto found = std::ranges::find(texts, name, &SchemaText::name);
    if (found == texts.end()) throw std::runtime_error("no schema text of that name");
    return static_cast<std::size_t>(found - texts.begin());
}

Tables tables_of(std::size_t texts) {
    BareSqlite scratch(":memory:");
    scratch.run(begin_of_texts());
    for (std::size_t i = 0; i < texts; ++i) scratch.run(text_and_number(i, "sqlite"));
    Tables tables;
    for (const std::string& name :
         scratch.run("SELECT name FROM sqlite_master WHERE type = 'table'"))
        if (name != "schema_version")
            tables[name] = scratch.run("PRAGMA table_info(" + name + ")", "name");
    return tables;
}

namespace {

// What the same tables hold where the program is the server in a store.
void serve_a_store(Database& database) {
    MemoryTill till(TillId{"nevsky-7"});
    till.append(plain_sale(1, 100));
    till.append(plain_sale(2, 100));
    EXPECT_TRUE(
        make_enrol_code(database, {"nevsky"}, TillId{"nevsky-server"}, now(), Holder::Server));
    EXPECT_TRUE(open_letter_book(database));
    EXPECT_TRUE(database.write([&] {
        keep_letter(database, till.till(), till.upload_of(1, 1));
        settle(database, *oldest_letter(database), UploadReply{});
        keep_letter(database, till.till(), till.upload_of(2, 1));
    }));
}

}  // namespace

FilledStore::FilledStore() : database_(*open_database(place_)) {
    Database& database = *database_;
    EXPECT_TRUE(open_chain(database));
    EXPECT_TRUE(import_shop(database, file("shop.toml"), "shop.toml"));
    EXPECT_TRUE(import_catalogue(database, file("catalogue.json"), "catalogue.json"));
    EXPECT_TRUE(import_members(database, file("members.json"), "members.json", {now(), 180}));
    EXPECT_TRUE(publish(database, SOURCE_DIR "/assets/demo/publication.toml"));
    const auto all = members(database);
    sell(database, all);
    decide(database, place_.data, all);
    serve_a_store(database);
    for (const auto& [table, columns] : tables_of(schema_texts().size())) {
        const bool is_filled = !rows_of(database, table, columns).empty();
        EXPECT_EQ(is_filled, table != "member_clear") << table;
    }
}

void make_older(const Place& place, std::size_t texts, FilledStore& from) {
    const Tables tables = tables_of(texts);
    std::string sql = begin_of_texts();
    for (std::size_t i = 0; i < texts; ++i)
        sql += text_and_number(i, is_postgres(place) ? "postgres" : "sqlite");
    run_in(place, sql + rows_as_then(tables, from, is_postgres(place)));
    if (tables.contains("person_key"))
        std::filesystem::copy_file(from.folder() + "/person.key", place.data + "/person.key");
}

void apply_text(const Place& place, std::size_t text) {
    run_in(place, text_and_number(text, is_postgres(place) ? "postgres" : "sqlite"));
}

std::vector<std::string> differences(Database& now, FilledStore& from, std::size_t texts) {
    std::vector<std::string> found;
    const Tables newest = tables_of(schema_texts().size());
    for (const auto& [table, columns] : tables_of(texts)) {
        if (is_of_members(table) || table == "member_clear" || !newest.contains(table)) continue;
        if (table == "enrol_code" && columns.front() == "code_hash") continue;  // asked for again
        Columns shared = columns;
        std::erase_if(shared, [&](const std::string& column) {
            return std::ranges::find(newest.at(table), column) == newest.at(table).end();
        });
        if (rows_of(now, table, shared) != rows_of(from.database(), table, shared))
            found.push_back(table + " has other rows");
    }
    const auto expected = members(from.database());
    if (members(now) != expected) found.emplace_back("members are others");
    const Columns phones{"member_id", "phone_hash"};
    if (rows_of(now, "member_phone", phones).size() !=
        rows_of(from.database(), "member_phone", phones).size())
        found.emplace_back("members are not found by phone");
    if (!rows_of(now, "member_clear", {"member_id"}).empty())
        found.emplace_back("members stand in the clear");
    return found;
}

}  // namespace kopilka::sync
