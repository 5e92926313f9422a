#include "sync/server/people.h"

#include "sync/server/chain.h"

namespace kopilka::sync {
namespace {

bool is_person(Holder holder) {
    return holder == Holder::Manager || holder == Holder::Administrator;
}

}  // namespace

Result<std::string> admit_person(Database& database, const Authority& authority, const Subject& who,
                                 Instant at) {
    if (who.holder == Holder::Manager && who.store.empty())
        return fail(Errc::Invalid, "a manager is one of a store: --store S");
    const Secret seed = draw_secret();
    const PublicKey key = key_pair_from_seed(seed).public_key;
    const auto certificate = authority.certify(who, key, at);
    if (!certificate) return tl::unexpected(certificate.error());
    const Instant until = read_certificate(*certificate)->to;
    auto kept = database.write([&] {
        database.run(
            "INSERT INTO person_access (public_key, holder, name, store_id, until_at, dismissed_at)"
            " VALUES ($1, $2, $3, $4, $5, 0)",
            {value(key), static_cast<std::int64_t>(who.holder), value(who.name), value(who.store),
             until.ms});
    });
    if (!kept) return tl::unexpected(kept.error());
    return key_as_pem(seed) + certificate_as_pem(*certificate) +
           certificate_as_pem(authority.certificate());
}

Result<void> dismiss_person(Database& database, const std::string& name, Instant at) {
    bool found = false;
    auto done = database.write([&] {
        found = !database
                     .run(
                         "UPDATE person_access SET dismissed_at = $1"
                         " WHERE name = $2 AND dismissed_at = 0 RETURNING public_key",
                         {at.ms, value(name)})
                     .empty();
    });
    if (!done) return done;
    if (!found) return fail(Errc::NotFound, "nobody of that name has a certificate");
    return {};
}

Result<std::vector<AdmittedPerson>> people(Database& database) {
    std::vector<AdmittedPerson> found;
    auto done = database.read([&] {
        for (const Row& row : database.run("SELECT holder, name, store_id, until_at, dismissed_at"
                                           " FROM person_access ORDER BY name, until_at"))
            found.push_back({{static_cast<Holder>(row.integer(0)), row.text(1), row.text(2)},
                             {row.integer(3)},
                             row.integer(4) != 0});
    });
    if (!done) return tl::unexpected(done.error());
    return found;
}

std::optional<Subject> person_of(Database& database, const std::optional<CertificateFacts>& peer,
                                 Instant at, std::string& why) {
    why = "show a manager's or an administrator's certificate: central admit";
    if (!peer || !is_person(peer->subject.holder)) return std::nullopt;
    const Rows rows = database.run("SELECT dismissed_at FROM person_access WHERE public_key = $1",
                                   {value(peer->key)});
    if (rows.empty() || rows.front().integer(0) != 0) {
        why = "this certificate was taken back";
        return std::nullopt;
    }
    if (validity_of(*peer, at) == Validity::Over) {
        why = "the certificate's time is over: ask for a new one with central admit";
        return std::nullopt;
    }
    return peer->subject;
}

}  // namespace kopilka::sync
