#include "pos/store/pin.h"

#include <sodium/crypto_pwhash_argon2id.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>

namespace kopilka {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = std::size_t{32} << 20;
static_assert(sizeof(PinSalt) == crypto_pwhash_argon2id_SALTBYTES);

PinSalt make_pin_salt() {
    PinSalt salt;
    randombytes_buf(salt.data(), salt.size());
    return salt;
}

Result<Hash256> pin_hash(std::string_view pin, const PinSalt& salt) {
    Hash256 hash;
    const int failed = crypto_pwhash_argon2id(hash.value.data(), hash.value.size(), pin.data(),
                                              pin.size(), salt.data(), kPasses, kMemory,
                                              crypto_pwhash_argon2id_ALG_ARGON2ID13);
    if (failed != 0) return fail(Errc::Full, "no memory to check a PIN: 32 MiB are needed");
    return hash;
}

Hash256 wrap_pin_hash(const Hash256& hash, const SecretKey& pepper) {
    return keyed_blake2b(pepper, hash.value);
}

Result<bool> verify_pin(const Hash256& wrapped, const PinSalt& salt, std::string_view pin,
                        const SecretKey& pepper) {
    const auto hash = pin_hash(pin, salt);
    if (!hash) return tl::unexpected(hash.error());
    const Hash256 tried = wrap_pin_hash(*hash, pepper);
    return sodium_memcmp(tried.value.data(), wrapped.value.data(), sizeof tried.value) == 0;
}

}  // namespace kopilka
