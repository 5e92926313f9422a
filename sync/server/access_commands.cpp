#include "sync/server/access_commands.h"

#include "pos/files/private_file.h"
#include "sync/server/outcome.h"
#include "sync/server/people.h"
#include "sync/server/tills.h"

#include <fmt/format.h>

namespace kopilka::sync {

int revoke_till_command(Database& database, const std::string&, const AccessWords& words) {
    const auto done = revoke_till(database, TillId{words.till}, words.why, now());
    if (!done) return say_no(done.error());
    fmt::print(
        "till {} is revoked: it can go on selling, and nothing of it comes in until it is enrolled "
        "again\n",
        words.till);
    return kDone;
}

int admit_command(Database& database, const std::string& folder, const AccessWords& words) {
    const auto authority = Authority::open(folder, now());
    if (!authority) return say_no(authority.error());
    const Holder role = words.role == "manager" ? Holder::Manager : Holder::Administrator;
    const auto pem = admit_person(database, *authority, {role, words.name, words.store}, now());
    if (!pem) return say_no(pem.error());
    if (auto written = write_private_file(words.file, as_bytes(*pem)); !written)
        return say_no(written.error());
    fmt::print("{} holds the key and the certificate of {} {}: hand it to nobody else\n",
               words.file, words.role, words.name);
    return kDone;
}

int dismiss_command(Database& database, const std::string&, const AccessWords& words) {
    const auto done = dismiss_person(database, words.name, now());
    if (!done) return say_no(done.error());
    fmt::print("the certificates of {} open nothing any more\n", words.name);
    return kDone;
}

int people_command(Database& database, const std::string&, const AccessWords&) {
    const auto found = people(database);
    if (!found) return say_no(found.error());
    for (const AdmittedPerson& one : *found)
        fmt::print("{}\t{}\t{}\t{}\n", one.who.name,
                   one.who.holder == Holder::Manager ? "manager" : "administrator", one.who.store,
                   one.dismissed ? "dismissed" : "admitted");
    return kDone;
}

}  // namespace kopilka::sync
