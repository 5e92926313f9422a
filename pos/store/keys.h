// The till's secrets, in a folder outside the data folder: whoever copies the data has no names,
// no phones, no PINs and no signature. Made at enrolment. Signing is sync/protocol/signature.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/result.h"

#include <array>
#include <filesystem>
#include <optional>

namespace kopilka {

using SecretKey = std::array<std::uint8_t, 32>;

struct Keys {
    SecretKey cache{};      // encrypts names and phones in the cache
    SecretKey lookup{};     // hashes phones, cards and surnames; one for the whole chain
    SecretKey pepper{};     // wraps PIN hashes; seals the journal's head
    SecretKey till_seed{};  // of the key that signs what the till sends
    bool operator==(const Keys&) const = default;
};

Keys make_keys();
// Beside the data folder: "/var/lib/till" → "/var/lib/till.keys".
std::filesystem::path default_key_folder(const std::filesystem::path& data);
// One file `keys`, mode 0600, written whole or not at all. Errc::NotFound: not enrolled;
// Errc::Invalid: others may read it; Errc::Corrupt.
Result<void> save_keys(const std::filesystem::path& folder, const Keys& keys);
Result<Keys> load_keys(const std::filesystem::path& folder);
// The bytes of that file. Nullopt: damaged.
Bytes encode_keys(const Keys& keys);
std::optional<Keys> decode_keys(ByteView file);

}  // namespace kopilka
