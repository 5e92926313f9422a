#include "sync/server/tills.h"

#include "sync/protocol/enrolment.h"

#include <algorithm>

#include <sodium.h>

namespace kopilka::sync {
namespace {

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

constexpr std::int64_t kSecondMs = 1'000;

bool is_id(std::string_view id) { return !id.empty() && id.size() <= 32; }

// Of the till's row; nullopt: not enrolled yet.
std::optional<Row> till_row(Database& database, const TillId& till) {
    Rows rows =
        database.run("SELECT store_id, epoch FROM till WHERE till_id = $1", {value(till.value)});
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

struct KeptCode {
    CodeKeys code;
    TillId till;
    StoreId store;
    Holder holder = Holder::Till;
};

// Nullopt: no such code, or its day is over.
std::optional<KeptCode> find_code(Database& database, const Hash256& id, Instant at) {
    const Rows rows = database.run(
        "SELECT c.code_key, c.till_id, c.store_id, s.code_id IS NOT NULL FROM enrol_code c"
        " LEFT JOIN server_code s ON s.code_id = c.code_id"
        " WHERE c.code_id = $1 AND c.expires_at > $2",
        {value(id.value), at.ms});
    if (rows.empty() || rows.front().bytes(0).size() != id.value.size()) return std::nullopt;
    KeptCode kept{{id, {}},
                  TillId{rows.front().text(1)},
                  StoreId{rows.front().text(2)},
                  rows.front().integer(3) != 0 ? Holder::Server : Holder::Till};
    std::ranges::copy(rows.front().bytes(0), kept.code.key.value.begin());
    return kept;
}

Epoch next_epoch(Database& database, const TillId& till) {
    const auto row = till_row(database, till);
    if (row) return Epoch{static_cast<std::uint32_t>(row->natural(1)) + 1};
    return Epoch{1 + kEpochsForgotten * restorings(database).count};
}

void keep_key(Database& database, const TillId& till, const PublicKey& key, Epoch epoch) {
    database.run(
        "INSERT INTO till_key (till_id, public_key, epoch) VALUES ($1, $2, $3)"
        " ON CONFLICT (till_id, public_key) DO UPDATE SET epoch = excluded.epoch",
        {value(till.value), value(key), value(std::uint64_t{epoch.value})});
}

void keep(Database& database, const EnrolReply& reply, const PublicKey& key, Instant at) {
    database.run(
        "INSERT INTO till (till_id, store_id, public_key, epoch, enrolled_at)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (till_id) DO UPDATE SET"
        " store_id = excluded.store_id, public_key = excluded.public_key,"
        " epoch = excluded.epoch, enrolled_at = excluded.enrolled_at",
        {value(reply.till.value), value(reply.store.value), value(key),
         value(std::uint64_t{reply.credentials.epoch.value}), at.ms});
    keep_key(database, reply.till, key, reply.credentials.epoch);
    database.run("DELETE FROM till_revoked WHERE till_id = $1", {value(reply.till.value)});
}

// When the authority signed it, in whole seconds.
Instant issued(const CertificateFacts& certificate) { return {certificate.from.ms + kHourMs}; }

// Made while the server was ahead of the backup that it was put back from: only then the authority
// can have signed what is not known here.
bool is_forgotten(Database& database, const CertificateFacts& peer, std::int64_t enrolled_at) {
    const Restorings before = restorings(database);
    const Instant made = issued(peer);
    const bool between =
        before.count > 0 && made <= before.last && made.ms >= enrolled_at - enrolled_at % kSecondMs;
    return between && database
                          .run("SELECT epoch FROM till_key WHERE till_id = $1 AND public_key = $2",
                               {value(peer.subject.name), value(peer.key)})
                          .empty();
}

// A till of the store that its code was made for. An error: its names cannot be certified.
Result<EnrolReply> admit_new(Database& database, const Reception& reception,
                             const EnrolRequest& request, const KeptCode& kept, Instant at) {
    auto certificate = reception.authority.certify({kept.holder, kept.till.value, kept.store.value},
                                                   request.till_key, at);
    if (!certificate) return tl::unexpected(certificate.error());
    const Bytes& authority = reception.authority.certificate();
    EnrolReply reply;
    reply.till = kept.till;
    reply.store = kept.store;
    reply.proof = server_proof(kept.code, request.till_key, *certificate, authority);
    reply.credentials = {*std::move(certificate), authority, next_epoch(database, kept.till),
                         reception.chain.lookup_key, reception.chain.generation};
    return reply;
}

}  // namespace

Result<std::string> make_enrol_code(Database& database, const StoreId& store, const TillId& till,
                                    Instant at, Holder holder) {
    if (!is_id(store.value) || !is_id(till.value)) {
        return fail(Errc::Invalid, "store and till are ids of 1 to 32 bytes");
    }
    const std::string code = draw_code();
    const CodeKeys keys = keys_of_code(code);
    std::string other_store;
    auto done = database.write([&] {
        const auto row = till_row(database, till);
        other_store = row && row->text(0) != store.value ? row->text(0) : "";
        if (!other_store.empty()) return;
        database.run("DELETE FROM enrol_code WHERE expires_at <= $1", {at.ms});
        database.run(
            "DELETE FROM server_code WHERE code_id NOT IN (SELECT code_id FROM enrol_code)");
        database.run(
            "INSERT INTO enrol_code (code_id, code_key, store_id, till_id, expires_at)"
            " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (code_id) DO NOTHING",
            {value(keys.id.value), value(keys.key.value), value(store.value), value(till.value),
             at.ms + kDayMs});
        if (holder == Holder::Server)
            database.run("INSERT INTO server_code (code_id) VALUES ($1)", {value(keys.id.value)});
    });
    if (!done) return tl::unexpected(done.error());
    if (!other_store.empty()) {
        return fail(Errc::Invalid, "till " + till.value + " belongs to store " + other_store +
                                       ": choose another till id");
    }
    return code;
}

EnrolReply enrol(Database& database, const Reception& reception, const EnrolRequest& request,
                 Instant at) {
    const EnrolReply bad_code{
        EnrolRefusal::BadCode,
        "no such code, or it was used, or its 24 hours are over; ask for another with "
        "central enrol-code"};
    EnrolReply reply;
    auto done = database.write([&] {
        reply = bad_code;
        const auto kept = find_code(database, request.code, at);
        if (!kept) return;
        const Hash256 proof = till_proof(kept->code, request.till_key, reception.certificate);
        if (!is_equal(proof, request.proof)) {
            reply.detail =
                "the till saw another certificate than this server shows: somebody may "
                "stand between them; the code is still good";
            return;
        }
        auto admitted = admit_new(database, reception, request, *kept, at);
        if (!admitted) {
            reply.detail = admitted.error().detail;
            return;
        }
        database.run("DELETE FROM enrol_code WHERE code_id = $1", {value(request.code.value)});
        reply = *std::move(admitted);
        keep(database, reply, request.till_key, at);
    });
    if (!done) return {EnrolRefusal::Busy, done.error().detail};
    return reply;
}

std::string_view words(Admission admission) {
    switch (admission) {
        case Admission::Admitted: return "";
        case Admission::NoCertificate:
            return "no certificate was shown: enrol this till with a code of central enrol-code";
        case Admission::NotATill: return "this certificate is not a till's";
        case Admission::Unknown: return "the server knows no such till: enrol it again";
        case Admission::Replaced:
            return "this till was enrolled again with another key; this one is no longer good";
        case Admission::Revoked:
            return "this till was revoked: ask the administrator for a new code";
        case Admission::Expired: return "the certificate's time is over: ask for a new one";
        case Admission::Forgotten:
            return "this till was enrolled after the backup that the server was put back from: ask "
                   "again";
    }
    return "";
}

Admitted admit(Database& database, const std::optional<CertificateFacts>& peer, Instant at,
               Holder holder) {
    if (!peer) return {Admission::NoCertificate};
    const bool of_the_chain = holder == Holder::Server && peer->subject.store.empty();
    if (peer->subject.holder != holder || of_the_chain) return {Admission::NotATill};
    const Rows rows = database.run(
        "SELECT t.store_id, t.public_key, t.epoch, coalesce(r.revoked_at, 0), t.enrolled_at"
        " FROM till t LEFT JOIN till_revoked r ON r.till_id = t.till_id WHERE t.till_id = $1",
        {value(peer->subject.name)});
    if (rows.empty())
        return {is_forgotten(database, *peer, 0) ? Admission::Forgotten : Admission::Unknown};
    const Row& row = rows.front();
    if (row.integer(3) != 0) return {Admission::Revoked};
    if (!std::ranges::equal(row.bytes(1), peer->key))
        return {is_forgotten(database, *peer, row.integer(4)) ? Admission::Forgotten
                                                              : Admission::Replaced};
    const Validity validity = validity_of(*peer, at);
    return {validity == Validity::Over ? Admission::Expired : Admission::Admitted,
            {TillId{peer->subject.name}, StoreId{row.text(0)}, peer->key,
             Epoch{static_cast<std::uint32_t>(row.natural(2))}},
            validity != Validity::Good};
}

std::optional<EnrolledTill> till_of_store(Database& database, const TillId& till,
                                          const StoreId& store) {
    const Rows rows = database.run(
        "SELECT t.public_key, t.epoch FROM till t LEFT JOIN till_revoked r"
        " ON r.till_id = t.till_id WHERE t.till_id = $1 AND t.store_id = $2"
        " AND r.revoked_at IS NULL",
        {value(till.value), value(store.value)});
    if (rows.empty()) return std::nullopt;
    return EnrolledTill{till, store, rows.front().array<32>(0),
                        Epoch{static_cast<std::uint32_t>(rows.front().natural(1))}};
}

// Its epoch is not known any more: a later one than those of the keys before it.
Result<void> take_over(Database& database, const CertificateFacts& peer) {
    const TillId till{peer.subject.name};
    return database.write([&] {
        if (!is_forgotten(database, peer, 0)) return;  // another request came first
        const Rows keys = database.run(
            "SELECT coalesce(max(epoch), 0) FROM till_key WHERE till_id = $1", {value(till.value)});
        const std::uint64_t last = keys.empty() ? 0 : keys.front().natural(0);
        keep_key(database, till, peer.key, Epoch{static_cast<std::uint32_t>(last + 1)});
        database.run(
            "INSERT INTO till (till_id, store_id, public_key, epoch, enrolled_at)"
            " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (till_id) DO UPDATE SET"
            " public_key = excluded.public_key, enrolled_at = excluded.enrolled_at",
            {value(till.value), value(peer.subject.store), value(peer.key),
             value(std::uint64_t{kEpochsForgotten} * restorings(database).count), issued(peer).ms});
    });
}

Epoch give_epoch(Database& database, const TillId& till) {
    const Rows rows =
        database.run("UPDATE till SET epoch = epoch + 1 WHERE till_id = $1 RETURNING epoch",
                     {value(till.value)});
    return Epoch{rows.empty() ? 0 : static_cast<std::uint32_t>(rows.front().natural(0))};
}

RenewReply renew(Database& database, const Authority& authority,
                 const std::optional<CertificateFacts>& peer, Instant at) {
    Admitted who;
    const Holder holder =
        peer && peer->subject.holder == Holder::Server ? Holder::Server : Holder::Till;
    auto done = database.read([&] { who = admit(database, peer, at, holder); });
    if (!done) return {RenewRefusal::Busy, done.error().detail, {}};
    if (who.admission != Admission::Admitted && who.admission != Admission::Expired)
        return {RenewRefusal::NotAdmitted, std::string(words(who.admission)), {}};
    auto certificate =
        authority.certify({holder, who.till.till.value, who.till.store.value}, who.till.key, at);
    if (!certificate) return {RenewRefusal::NotAdmitted, certificate.error().detail, {}};
    return {RenewRefusal::None, "", *std::move(certificate)};
}

Result<void> revoke_till(Database& database, const TillId& till, const std::string& why,
                         Instant at) {
    bool found = false;
    auto done = database.write([&] {
        found = till_row(database, till).has_value();
        if (!found) return;
        database.run(
            "INSERT INTO till_revoked (till_id, revoked_at, why) VALUES ($1, $2, $3)"
            " ON CONFLICT (till_id) DO UPDATE SET revoked_at = excluded.revoked_at,"
            " why = excluded.why",
            {value(till.value), at.ms, value(why)});
        database.run("DELETE FROM enrol_code WHERE till_id = $1", {value(till.value)});
    });
    if (!done) return done;
    if (!found) return fail(Errc::NotFound, "no till " + till.value);
    return {};
}

}  // namespace kopilka::sync
