#include "pos/store/keys.h"

#include "pos/files/private_file.h"
#include "pos/store/checked_value.h"

#include <algorithm>

#include <sodium/randombytes.h>

namespace kopilka {
namespace {

// The file `keys`: "KOPILKA KEYS 1\n", then the check and the four keys.
constexpr std::string_view kTitle = "KOPILKA KEYS 1\n";

}  // namespace

Keys make_keys() {
    Keys keys;
    for (SecretKey* key : {&keys.cache, &keys.lookup, &keys.pepper, &keys.till_seed}) {
        randombytes_buf(key->data(), key->size());
    }
    return keys;
}

std::filesystem::path default_key_folder(const std::filesystem::path& data) {
    const auto folder = std::filesystem::absolute(data).lexically_normal();
    const auto named = folder.has_filename() ? folder : folder.parent_path();
    return named.string() + ".keys";
}

Bytes encode_keys(const Keys& keys) {
    ByteWriter value;
    for (const SecretKey* key : {&keys.cache, &keys.lookup, &keys.pepper, &keys.till_seed}) {
        value.raw(*key);
    }
    ByteWriter file;
    file.raw(as_bytes(kTitle));
    file.raw(with_check(value.bytes()));
    return file.take();
}

std::optional<Keys> decode_keys(ByteView file) {
    if (!as_text(file).starts_with(kTitle)) return std::nullopt;
    const auto value = without_check(file.subspan(kTitle.size()));
    if (!value) return std::nullopt;
    ByteReader in(*value);
    Keys keys;
    for (SecretKey* key : {&keys.cache, &keys.lookup, &keys.pepper, &keys.till_seed}) {
        std::ranges::copy(in.raw(key->size()), key->begin());
    }
    return in.ok() && in.at_end() ? std::optional(keys) : std::nullopt;
}

Result<void> save_keys(const std::filesystem::path& folder, const Keys& keys) {
    return write_private_file(folder / "keys", encode_keys(keys));
}

Result<Keys> load_keys(const std::filesystem::path& folder) {
    const auto file = read_private_file(folder / "keys");
    if (!file) return tl::unexpected(file.error());
    const auto keys = decode_keys(*file);
    if (!keys) return fail(Errc::Corrupt, "the keys in " + folder.string() + " are damaged");
    return *keys;
}

}  // namespace kopilka
