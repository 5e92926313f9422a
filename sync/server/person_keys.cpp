#include "sync/server/person_keys.h"

#include "pos/core/hash.h"
#include "pos/files/private_file.h"
#include "sync/server/chain.h"
#include "sync/server/file_lock.h"
#include "sync/server/key_files.h"

#include <algorithm>
#include <filesystem>

#include <sodium.h>

namespace kopilka::sync {
namespace {

constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(sizeof(PersonKey) == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

// A key for one purpose, of which the master key cannot be told.
Bytes derived(const PersonKey& master, std::string_view purpose) {
    const Hash256 hash = keyed_blake2b(master, as_bytes(purpose));
    return {hash.value.begin(), hash.value.end()};
}

Result<PersonKey> read_or_draw(const std::filesystem::path& file) {
    const FileLock lock(file.string() + ".lock");  // of two that start at once one draws it
    if (!lock.held()) return fail(Errc::Io, "cannot lock " + file.string());
    const auto kept = read_private_file(file);
    if (!kept && kept.error().code == Errc::NotFound) {
        const PersonKey drawn = draw_secret();
        if (auto written = write_private_file(file, as_bytes(to_hex(drawn) + "\n")); !written)
            return tl::unexpected(written.error());
        return drawn;
    }
    if (!kept) return tl::unexpected(kept.error());
    std::string_view text = as_text(*kept);
    if (text.ends_with('\n')) text.remove_suffix(1);
    const auto bytes = from_hex(text);
    PersonKey key{};
    if (!bytes || bytes->size() != key.size())
        return fail(Errc::Invalid, file.string() +
                                       " is damaged; put back its copy: without it "
                                       "nobody's name can be read");
    std::ranges::copy(*bytes, key.begin());
    return key;
}

// What the database remembers of the key that its rows were made with.
Result<Bytes> remembered(Database& database, const Bytes& own) {
    Bytes known;
    const auto look = [&] {
        const Rows rows = database.run("SELECT key_check FROM person_master WHERE one = 1");
        known = rows.empty() ? Bytes() : rows.front().bytes(0);
    };
    auto done = database.read(look);
    if (done && known.empty())
        done = database.write([&] {
            database.run(
                "INSERT INTO person_master (one, key_check) VALUES (1, $1)"
                " ON CONFLICT (one) DO NOTHING",
                {own});
            look();
        });
    if (!done) return tl::unexpected(done.error());
    return known;
}

}  // namespace

Result<void> unlock_people(Database& database, const std::string& folder) {
    const auto file = std::filesystem::path(folder) / kPersonKeyFile;
    const auto key = read_or_draw(file);
    if (!key) return tl::unexpected(key.error());
    const Bytes check = derived(*key, "check");
    const auto known = remembered(database, check);
    if (!known) return tl::unexpected(known.error());
    if (*known != check)
        return fail(Errc::Invalid, file.string() +
                                       " is not the key of this database: put back the one that "
                                       "belongs to it, from the server's folder or a backup");
    database.unlock_people_with(*key);
    return {};
}

Bytes seal_for(const MemberId& whose, ByteView clear, const PersonKey& key) {
    Bytes sealed(kNonce + clear.size() + kTag);
    randombytes_buf(sealed.data(), kNonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + kNonce, nullptr, clear.data(),
                                               clear.size(), whose.value.data(), whose.value.size(),
                                               nullptr, sealed.data(), key.data());
    return sealed;
}

std::optional<Bytes> unseal_of(const MemberId& whose, ByteView sealed, const PersonKey& key) {
    if (sealed.size() < kNonce + kTag) return std::nullopt;
    Bytes clear(sealed.size() - kNonce - kTag);
    const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
        clear.data(), nullptr, nullptr, sealed.data() + kNonce, sealed.size() - kNonce,
        whose.value.data(), whose.value.size(), sealed.data(), key.data());
    if (failed != 0) return std::nullopt;
    return clear;
}

Bytes phone_hash(std::string_view e164, const PersonKey& master) {
    const Hash256 hash = keyed_blake2b(derived(master, "phones"), as_bytes(e164));
    return {hash.value.begin(), hash.value.end()};
}

}  // namespace kopilka::sync
