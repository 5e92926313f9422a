#include "pos/app/enrolment.h"

#include "pos/app/assets.h"
#include "pos/files/private_file.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace kopilka::app {
namespace {

namespace fs = std::filesystem;

fs::path file_in(const fs::path& key_folder) { return key_folder / "enrolment.json"; }

std::string hex_of(const sync::Secret& secret) { return to_hex(secret); }

bool read_secret(const nlohmann::json& json, const char* key, sync::Secret& secret) {
    const auto bytes = from_hex(json.at(key).get<std::string>());
    if (!bytes || bytes->size() != secret.size()) return false;
    std::ranges::copy(*bytes, secret.begin());
    return true;
}

}  // namespace

Result<void> save_enrolment(const fs::path& key_folder, const Enrolment& enrolment) {
    const nlohmann::json json{{"till", enrolment.till.value},
                              {"store", enrolment.store.value},
                              {"server", enrolment.server},
                              {"token", hex_of(enrolment.credentials.token)},
                              {"lookup_key", hex_of(enrolment.credentials.lookup_key)},
                              {"epoch", enrolment.credentials.epoch.value},
                              {"server_generation", enrolment.credentials.server_generation}};
    return write_private_file(file_in(key_folder), as_bytes(json.dump(2) + "\n"));
}

Result<Enrolment> load_enrolment(const fs::path& key_folder) {
    const auto text = read_file(file_in(key_folder));
    if (!text)
        return fail(Errc::NotFound,
                    "this till is not enrolled; ask the administrator for a code and type: "
                    "till --data DIR enrol --server URL --code CODE");
    const auto damaged =
        fail(Errc::Corrupt,
             file_in(key_folder).string() + " is damaged; enrol this till again with a new code");
    try {
        const auto json = nlohmann::json::parse(*text);
        Enrolment enrolment;
        enrolment.till.value = json.at("till");
        enrolment.store.value = json.at("store");
        enrolment.server = json.at("server");
        enrolment.credentials.epoch.value = json.at("epoch");
        enrolment.credentials.server_generation = json.at("server_generation");
        if (!read_secret(json, "token", enrolment.credentials.token) ||
            !read_secret(json, "lookup_key", enrolment.credentials.lookup_key))
            return damaged;
        return enrolment;
    } catch (const nlohmann::json::exception&) {
        return damaged;
    }
}

}  // namespace kopilka::app
