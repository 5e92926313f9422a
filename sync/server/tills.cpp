#include "sync/server/tills.h"

#include <algorithm>
#include <cctype>

#include <sodium.h>

namespace kopilka::sync {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
// Without 0 O 1 I L U: it is read aloud and typed on a screen.
constexpr std::string_view kLetters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

std::string draw_code() {
    std::string code;
    for (int i = 0; i < 14; ++i) {
        const bool dash = i == 4 || i == 9;
        code += dash ? '-' : kLetters[randombytes_uniform(kLetters.size())];
    }
    return code;
}

// Small letters, spaces and missing dashes do not matter.
Hash256 hash_of_code(std::string_view code) {
    std::string plain;
    for (const char letter : code) {
        const auto byte = static_cast<unsigned char>(letter);
        if (std::isalnum(byte)) plain += static_cast<char>(std::toupper(byte));
    }
    return blake2b(as_bytes("kopilka enrol " + plain));
}

bool is_id(std::string_view id) { return !id.empty() && id.size() <= 32; }

// Of the till's row; nullopt: not enrolled yet.
std::optional<Row> till_row(Database& database, const TillId& till) {
    Rows rows =
        database.run("SELECT store_id, epoch FROM till WHERE till_id = $1", {value(till.value)});
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

struct Whose {
    TillId till;
    StoreId store;
};

// Whom the code was made for; it is gone afterwards.
std::optional<Whose> use_up(Database& database, const std::string& code, Instant at) {
    const Rows used = database.run(
        "DELETE FROM enrol_code WHERE code_hash = $1 AND expires_at > $2"
        " RETURNING till_id, store_id",
        {value(hash_of_code(code).value), at.ms});
    if (used.empty()) return std::nullopt;
    return Whose{TillId{used.front().text(0)}, StoreId{used.front().text(1)}};
}

Epoch next_epoch(Database& database, const TillId& till) {
    const auto row = till_row(database, till);
    return Epoch{row ? static_cast<std::uint32_t>(row->natural(1)) + 1 : 1};
}

void keep(Database& database, const EnrolReply& reply, const PublicKey& key, Instant at) {
    database.run(
        "INSERT INTO till (till_id, store_id, public_key, token_hash, epoch, enrolled_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (till_id) DO UPDATE SET"
        " store_id = excluded.store_id, public_key = excluded.public_key,"
        " token_hash = excluded.token_hash, epoch = excluded.epoch,"
        " enrolled_at = excluded.enrolled_at",
        {value(reply.till.value), value(reply.store.value), value(key),
         value(blake2b(reply.credentials.token).value),
         value(std::uint64_t{reply.credentials.epoch.value}), at.ms});
}

}  // namespace

Result<std::string> make_enrol_code(Database& database, const StoreId& store, const TillId& till,
                                    Instant at) {
    if (!is_id(store.value) || !is_id(till.value)) {
        return fail(Errc::Invalid, "store and till are ids of 1 to 32 bytes");
    }
    const std::string code = draw_code();
    std::string other_store;
    auto done = database.write([&] {
        const auto row = till_row(database, till);
        if (row && row->text(0) != store.value) other_store = row->text(0);
        if (!other_store.empty()) return;
        database.run("DELETE FROM enrol_code WHERE expires_at <= $1", {at.ms});
        database.run(
            "INSERT INTO enrol_code (code_hash, store_id, till_id, expires_at)"
            " VALUES ($1, $2, $3, $4) ON CONFLICT (code_hash) DO NOTHING",
            {value(hash_of_code(code).value), value(store.value), value(till.value),
             at.ms + kDayMs});
    });
    if (!done) return tl::unexpected(done.error());
    if (!other_store.empty()) {
        return fail(Errc::Invalid, "till " + till.value + " belongs to store " + other_store +
                                       ": choose another till id");
    }
    return code;
}

EnrolReply enrol(Database& database, const Chain& chain, const EnrolRequest& request, Instant at) {
    EnrolReply reply{EnrolRefusal::BadCode,
                     "no such code, or it was used, or its 24 hours are over; ask for another with "
                     "central enrol-code"};
    auto done = database.write([&] {
        const auto whose = use_up(database, request.code, at);
        if (!whose) return;
        reply = {
            EnrolRefusal::None,
            "",
            {draw_secret(), next_epoch(database, whose->till), chain.lookup_key, chain.generation},
            whose->till,
            whose->store};
        keep(database, reply, request.till_key, at);
    });
    if (!done) return {EnrolRefusal::Busy, done.error().detail};
    return reply;
}

std::optional<EnrolledTill> till_of(Database& database, std::string_view bearer) {
    const auto token = from_hex(bearer);
    if (!token || token->size() != 32) return std::nullopt;
    const Rows rows =
        database.run("SELECT till_id, store_id, public_key, epoch FROM till WHERE token_hash = $1",
                     {value(blake2b(*token).value)});
    if (rows.empty() || rows.front().bytes(2).size() != 32) return std::nullopt;
    const Row& row = rows.front();
    EnrolledTill till{TillId{row.text(0)},
                      StoreId{row.text(1)},
                      {},
                      Epoch{static_cast<std::uint32_t>(row.natural(3))}};
    std::ranges::copy(row.bytes(2), till.key.begin());
    return till;
}

}  // namespace kopilka::sync
