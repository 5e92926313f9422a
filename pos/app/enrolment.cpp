#include "pos/app/enrolment.h"

#include "pos/files/private_file.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace kopilka::app {
namespace {

namespace fs = std::filesystem;

fs::path file_in(const fs::path& key_folder) { return key_folder / "enrolment.json"; }

bool read_bytes(const nlohmann::json& json, const char* key, Bytes& bytes) {
    auto found = from_hex(json.at(key).get<std::string>());
    if (!found || found->empty()) return false;
    bytes = *std::move(found);
    return true;
}

bool read_secret(const nlohmann::json& json, const char* key, sync::Secret& secret) {
    Bytes bytes;
    if (!read_bytes(json, key, bytes) || bytes.size() != secret.size()) return false;
    std::ranges::copy(bytes, secret.begin());
    return true;
}

}  // namespace

Result<void> save_enrolment(const fs::path& key_folder, const Enrolment& enrolment) {
    const nlohmann::json json{{"till", enrolment.till.value},
                              {"store", enrolment.store.value},
                              {"server", enrolment.server},
                              {"certificate", to_hex(enrolment.credentials.certificate)},
                              {"authority", to_hex(enrolment.credentials.authority)},
                              {"lookup_key", to_hex(enrolment.credentials.lookup_key)},
                              {"epoch", enrolment.credentials.epoch.value},
                              {"server_generation", enrolment.credentials.server_generation}};
    return write_private_file(file_in(key_folder), as_bytes(json.dump(2) + "\n"));
}

Result<Enrolment> load_enrolment(const fs::path& key_folder) {
    const auto text = read_private_file(file_in(key_folder));
    if (!text && text.error().code != Errc::NotFound) return tl::unexpected(text.error());
    if (!text)
        return fail(Errc::NotFound,
                    "this till is not enrolled; ask the administrator for a code and type: "
                    "till --data DIR enrol --server URL --code CODE");
    const auto damaged =
        fail(Errc::Corrupt,
             file_in(key_folder).string() + " is damaged; enrol this till again with a new code");
    try {
        const auto json = nlohmann::json::parse(as_text(*text));
        Enrolment enrolment;
        enrolment.till.value = json.at("till");
        enrolment.store.value = json.at("store");
        enrolment.server = json.at("server");
        enrolment.credentials.epoch.value = json.at("epoch");
        enrolment.credentials.server_generation = json.at("server_generation");
        if (!read_bytes(json, "certificate", enrolment.credentials.certificate) ||
            !read_bytes(json, "authority", enrolment.credentials.authority) ||
            !read_secret(json, "lookup_key", enrolment.credentials.lookup_key))
            return damaged;
        return enrolment;
    } catch (const nlohmann::json::exception&) {
        return damaged;
    }
}

sync::Identity identity_of(const Enrolment& enrolment, const Keys& keys) {
    return {keys.till_seed, enrolment.credentials.certificate, enrolment.credentials.authority};
}

}  // namespace kopilka::app
