#include "sync/server/letters.h"

#include "sync/protocol/codec.h"

#include <sodium.h>

namespace kopilka::sync {
namespace {

std::uint64_t next_number(Database& database) {
    const Rows rows = database.run(
        "UPDATE store_server SET last_letter = last_letter + 1 WHERE one = 1 RETURNING "
        "last_letter");
    return rows.empty() ? 1 : rows.front().natural(0);
}

}  // namespace

Result<std::uint64_t> open_letter_book(Database& database) {
    std::uint64_t drawn = 0;
    randombytes_buf(&drawn, sizeof drawn);
    drawn = (drawn >> 1) | 1;  // never 0
    std::uint64_t disk = 0;
    auto done = database.write([&] {
        database.run(
            "INSERT INTO store_server (one, disk, last_letter, filled) VALUES (1, $1, 0, 0)"
            " ON CONFLICT (one) DO NOTHING",
            {value(drawn)});
        disk = count(database, "SELECT disk FROM store_server WHERE one = 1");
    });
    if (!done) return tl::unexpected(done.error());
    return disk;
}

void keep_letter(Database& database, const TillId& till, const Upload& upload) {
    const bool known =
        !database
             .run("SELECT letter_number FROM letter WHERE till_id = $1 AND head = $2",
                  {value(till.value), value(upload.head.value)})
             .empty();
    if (known) return;
    database.run("INSERT INTO letter (letter_number, till_id, head, body) VALUES ($1, $2, $3, $4)",
                 {value(next_number(database)), value(till.value), value(upload.head.value),
                  encode(upload)});
}

std::optional<Letter> oldest_letter(Database& database) {
    const Rows rows = database.run(
        "SELECT letter_number, till_id, body FROM letter ORDER BY letter_number LIMIT 1");
    if (rows.empty()) return std::nullopt;
    auto upload = decode_upload(rows.front().bytes(2));
    if (upload) return Letter{rows.front().natural(0), {rows.front().text(1)}, *std::move(upload)};
    database.give_up("letter " + std::to_string(rows.front().natural(0)) + " is damaged");
    return std::nullopt;
}

std::uint64_t count_letters(Database& database) {
    return count(database, "SELECT count(*) FROM letter");
}

void settle(Database& database, const Letter& letter, const UploadReply& reply) {
    Changes page;
    page.settled.push_back({letter.number, letter.upload.epoch, letter.upload.first,
                            static_cast<std::uint32_t>(letter.upload.records.size()),
                            letter.upload.head, reply});
    database.run("DELETE FROM letter WHERE letter_number = $1", {value(letter.number)});
    database.run("INSERT INTO letter_answer (letter_number, till_id, body) VALUES ($1, $2, $3)",
                 {value(letter.number), value(letter.till.value), encode(page)});
}

std::vector<Settled> settled_after(Database& database, const TillId& till, std::uint64_t heard) {
    std::vector<Settled> found;
    std::size_t bytes = 0;
    for (const Row& row :
         database.run("SELECT body FROM letter_answer WHERE till_id = $1 AND letter_number > $2"
                      " ORDER BY letter_number LIMIT $3",
                      {value(till.value), value(heard), value(std::uint64_t{kMostSettled})})) {
        bytes += row.bytes(0).size();
        if (!found.empty() && bytes > kMostPageBytes) break;
        auto page = decode_changes(row.bytes(0));
        if (!page || page->settled.size() != 1) {
            database.give_up("an answer to till " + till.value + " is damaged");
            break;
        }
        found.push_back(std::move(page->settled.front()));
    }
    return found;
}

void forget_settled(Database& database, const TillId& till, std::uint64_t heard) {
    database.run("DELETE FROM letter_answer WHERE till_id = $1 AND letter_number <= $2",
                 {value(till.value), value(heard)});
}

}  // namespace kopilka::sync
