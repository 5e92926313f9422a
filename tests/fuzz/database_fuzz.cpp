// No bytes in the server's database crash what reads them, and none are told as what they are not:
// the first byte chooses the reader. SQLite holds its tables in memory, and everything is undone.
#include "pos/core/check.h"
#include "sync/protocol/codec.h"
#include "sync/server/booking.h"
#include "sync/server/feed.h"
#include "sync/server/person_keys.h"
#include "sync/server/postgres_values.h"
#include "sync/server/sqlite.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

using namespace kopilka;
using namespace kopilka::sync;

namespace {

constexpr PersonKey kMaster{7};
constexpr PersonKey kOwn{8};
constexpr MemberId kMember{{9}};

Database& database() {
    static const std::unique_ptr<Database> opened = [] {
        auto store = open_sqlite(":memory:");
        check(store.has_value(), "a database in memory");
        (*store)->unlock_people_with(kMaster);
        check(open_chain(**store).has_value(), "a chain");
        return *std::move(store);
    }();
    return *opened;
}

// What it leaves in the tables is undone. Whether it went well.
template <typename Work>
bool try_and_undo(Work work) {
    bool well = false;
    static_cast<void>(database().write([&] {
        work();
        well = database().ok();
        database().give_up("undo");
    }));
    return well;
}

// A thing's row, sound or damaged, as the feed tells it.
void read_thing(ByteView body) {
    Changes page;
    const auto thing = body.empty() ? std::nullopt : decode_change(body);
    const bool well = try_and_undo([&] {
        database().run(
            "INSERT INTO thing (kind, store_id, thing_key, feed_position, body)"
            " VALUES (0, '', 'TEA', $1, $2)",
            {value(next_feed_position(database())), value(body)});
        page = changes_after(database(), StoreId{"nevsky"}, 0);
    });
    check(well == (thing.has_value() || body.empty()), "a damaged row told, or a sound one not");
    if (!well) return;
    check(decode_changes(encode(page)) == page, "a page that no till reads");
    if (body.empty())
        check(page.changes == std::vector<Change>{Removed{ChangeKind::Goods, "TEA"}},
              "not removed");
    else
        check(page.changes.size() == (can_be_kept(*thing) ? 1U : 0U), "another page");
}

// A member's row under his own key.
void read_member(ByteView body) {
    check(!unseal_of(kMember, body, kOwn), "a seal that nobody made");
    const Bytes key = seal_for(kMember, kOwn, kMaster);
    Member member;
    const auto change = decode_change(body);
    const bool sound = change && std::holds_alternative<Member>(*change);
    check(!try_and_undo([&] { member = open_member(database(), kMember, key, body); }),
          "a row without a seal");
    const Bytes sealed = seal_for(kMember, body, kOwn);
    const bool well = try_and_undo([&] { member = open_member(database(), kMember, key, sealed); });
    check(well == sound, "a damaged row taken, or a sound one not");
    if (well) check(Change(member) == *change, "another member");
    check(!try_and_undo([&] { open_member(database(), MemberId{{1}}, key, sealed); }),
          "a row in another's place");
}

// A till's record, booked for members who are there and written down.
void read_record(ByteView body) {
    const auto record = sync::read_record(body);
    const RecordId id = record ? record->id : RecordId{};
    try_and_undo([&] {
        if (const auto effect = record ? effect_of(record->entry) : std::nullopt;
            effect && effect->member) {
            Member member;
            member.view.id = *effect->member;
            put_member(database(), member, next_feed_position(database()));
        }
        Bookkeeper bookkeeper(database(), Ledger::Asked, Instant{});
        if (record) bookkeeper.foresee(std::array{BranchedRecord{&*record, {}}});
        static_cast<void>(bookkeeper.book(id, record, {}));
        bookkeeper.finish();
        check(database().ok(), "a record that cannot be written down");
        const Changes page = changes_after(database(), StoreId{"nevsky"}, 0);
        check(database().ok(), "a member who cannot be read again");
        check(decode_changes(encode(page)) == page, "a page that no till reads");
    });
}

// A row as PostgreSQL sends it: for each column its type, its size, its bytes.
void read_postgres(ByteView bytes) {
    static char name[] = "column";
    constexpr std::array<Oid, 9> kTypes{16, 17, 19, 20, 21, 23, 25, 1043, 700};
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQmakeEmptyPGresult(nullptr, PGRES_TUPLES_OK), PQclear);
    std::vector<PGresAttDesc> columns;
    std::vector<ByteView> values;
    ByteReader in(bytes);
    while (!in.at_end() && columns.size() < 20) {
        columns.push_back({name, 0, 0, 1, kTypes[in.u8() % kTypes.size()], -1, -1});
        values.push_back(in.raw(in.u8()));
    }
    if (!in.ok() || columns.empty()) return;
    PQsetResultAttrs(result.get(), static_cast<int>(columns.size()), columns.data());
    for (std::size_t i = 0; i < values.size(); ++i) {
        Bytes data(values[i].begin(), values[i].end());
        data.push_back(0);
        PQsetvalue(result.get(), 0, static_cast<int>(i), reinterpret_cast<char*>(data.data()),
                   static_cast<int>(values[i].size()));
    }
    const auto rows = rows_of(result.get());
    if (!rows) return;
    check(rows->size() == 1 && rows->front().values().size() == columns.size(), "a lost column");
    for (std::size_t i = 0; i < columns.size(); ++i) {
        static_cast<void>(rows->front().integer(i));
        static_cast<void>(rows->front().array<16>(i));
        if (columns[i].typid == 17)
            check(std::ranges::equal(rows->front().bytes(i), values[i]), "other bytes");
    }
}

constexpr std::array kReaders{read_thing, read_member, read_record, read_postgres};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 0) kReaders[data[0] % kReaders.size()]({data + 1, size - 1});
    return 0;
}
