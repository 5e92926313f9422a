#include "pos/app/enrol_command.h"

#include "pos/app/fetch.h"
#include "sync/client/pump.h"

#include <ostream>

namespace kopilka::app {
namespace {

// Keys and credentials, kept before anything is journaled. Errc::Invalid: the server refused.
Result<Enrolment> become_a_till(const EnrolOptions& options, const sync::Address& server) {
    auto folder = DataFolder::lock(options.places.data);
    if (!folder) return tl::unexpected(folder.error());
    const std::filesystem::path key_folder = options.places.key_folder();
    auto kept = load_keys(key_folder);
    if (!kept && kept.error().code != Errc::NotFound) return tl::unexpected(kept.error());
    Keys keys = kept ? *kept : make_keys();
    const auto reply = sync::enrol(server, options.code, keys.till_seed);
    if (!reply) return tl::unexpected(reply.error());
    if (reply->refusal != sync::EnrolRefusal::None) return fail(Errc::Invalid, reply->detail);
    keys.lookup = reply->credentials.lookup_key;
    if (auto saved = save_keys(key_folder, keys); !saved) return tl::unexpected(saved.error());
    Enrolment enrolment{reply->till, reply->store, options.server, reply->credentials};
    if (auto saved = save_enrolment(key_folder, enrolment); !saved)
        return tl::unexpected(saved.error());
    return enrolment;
}

}  // namespace

int enrol_command(const EnrolOptions& options, const Clock& clock, std::ostream& out,
                  std::ostream& errors) {
    const auto complain = [&](const std::string& text, int code) {
        errors << "till enrol: " << text << "\n";
        return code;
    };
    const auto address = sync::parse_address(options.server);
    if (!address) return complain("--server wants an address like https://central:8700", 2);
    const auto enrolment = become_a_till(options, *address);
    if (!enrolment)
        return complain(enrolment.error().detail, enrolment.error().code == Errc::Invalid ? 1 : 2);
    out << "enrolled as till " << enrolment->till.value << " of store " << enrolment->store.value
        << "\n";
    if (const auto fetched = fetch(options.places, clock, FetchUntil::CaughtUp); !fetched)
        return complain(fetched.error().detail, 2);
    out << "goods, members, programmes and settings are here: ready to sell\n";
    return 0;
}

}  // namespace kopilka::app
