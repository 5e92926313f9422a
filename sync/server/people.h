// Managers and administrators who ask the server over the network, each with a certificate of his
// own. What a command on the server's machine may do needs none.
#pragma once
#include "sync/server/authority.h"
#include "sync/server/database.h"

#include <optional>
#include <string>
#include <vector>

namespace kopilka::sync {

// PEM: his key, his certificate, the authority; whoever has this text is he. Errc::Invalid: a
// manager without a store, or a name that cannot stand in a certificate.
Result<std::string> admit_person(Database& database, const Authority& authority, const Subject& who,
                                 Instant at);
// All certificates of that name. Errc::NotFound: nobody has one.
Result<void> dismiss_person(Database& database, const std::string& name, Instant at);

struct AdmittedPerson {
    Subject who;
    Instant until;
    bool dismissed = false;
};
Result<std::vector<AdmittedPerson>> people(Database& database);

// Whom a certificate lets in as manager or administrator; nullopt: nobody, and `why` says it.
std::optional<Subject> person_of(Database& database, const std::optional<CertificateFacts>& peer,
                                 Instant at, std::string& why);

}  // namespace kopilka::sync
