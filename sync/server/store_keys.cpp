#include "sync/server/store_keys.h"

#include "pos/files/private_file.h"
#include "sync/client/pump.h"
#include "sync/server/chain.h"
#include "sync/server/key_files.h"

#include <algorithm>
#include <filesystem>

namespace kopilka::sync {
namespace {

constexpr std::string_view kKeysFormat = "kopilka store server 1";

std::filesystem::path keys_file(const std::string& folder) {
    return std::filesystem::path(folder) / kStoreServerFile;
}

Bytes encode(const StoreKeys& keys) {
    ByteWriter out;
    out.text(kKeysFormat);
    out.text(keys.name);
    out.text(keys.store.value);
    out.raw(keys.seed);
    out.text(as_text(keys.credentials.certificate));
    out.text(as_text(keys.credentials.authority));
    out.varint(keys.credentials.epoch.value);
    out.raw(keys.credentials.lookup_key);
    out.varint(keys.credentials.server_generation);
    return out.take();
}

Bytes bytes_in(const std::string& text) { return {text.begin(), text.end()}; }

std::optional<StoreKeys> keys_in(ByteView bytes) {
    ByteReader in(bytes);
    if (in.text() != kKeysFormat) return std::nullopt;
    StoreKeys keys;
    keys.name = in.text();
    keys.store.value = in.text();
    const ByteView seed = in.raw(keys.seed.size());
    keys.credentials.certificate = bytes_in(in.text());
    keys.credentials.authority = bytes_in(in.text());
    keys.credentials.epoch.value = static_cast<std::uint32_t>(in.varint());
    const ByteView lookup_key = in.raw(keys.credentials.lookup_key.size());
    keys.credentials.server_generation = in.varint();
    if (!in.ok() || !in.at_end()) return std::nullopt;
    std::ranges::copy(seed, keys.seed.begin());
    std::ranges::copy(lookup_key, keys.credentials.lookup_key.begin());
    return keys;
}

}  // namespace

Result<void> save_store_keys(const std::string& folder, const StoreKeys& keys) {
    return write_private_file(keys_file(folder), encode(keys));
}

Result<StoreKeys> load_store_keys(const std::string& folder) {
    const auto file = keys_file(folder);
    const auto bytes = read_private_file(file);
    if (!bytes && bytes.error().code != Errc::NotFound) return tl::unexpected(bytes.error());
    if (!bytes)
        return fail(Errc::NotFound,
                    "this is no store server yet; ask the administrator for a code and type: "
                    "central --data DIR join --upstream URL --code CODE");
    auto keys = keys_in(*bytes);
    if (keys) return *std::move(keys);
    return fail(Errc::Corrupt, file.string() + " is damaged; join again with a new code");
}

Result<StoreKeys> join_chain(const std::string& folder, const Address& central,
                             std::string_view code) {
    StoreKeys keys;
    keys.seed = draw_secret();
    auto said = enrol(central, code, keys.seed);
    if (!said) return tl::unexpected(said.error());
    if (said->refusal != EnrolRefusal::None) return fail(Errc::Invalid, said->detail);
    const auto facts = read_certificate(said->credentials.certificate);
    if (!facts || facts->subject.holder != Holder::Server)
        return fail(Errc::Invalid, "this code is a till's: ask for one with --store-server");
    keys.name = std::move(said->till.value);
    keys.store = std::move(said->store);
    keys.credentials = std::move(said->credentials);
    if (auto kept = save_store_keys(folder, keys); !kept) return tl::unexpected(kept.error());
    return keys;
}

}  // namespace kopilka::sync
