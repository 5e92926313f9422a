#include "pos/core/hash.h"

#include "pos/core/check.h"

#include <sodium/core.h>
#include <sodium/crypto_generichash_blake2b.h>

namespace kopilka {

Hash256 blake2b(ByteView bytes) { return keyed_blake2b({}, bytes); }

Hash256 keyed_blake2b(ByteView key, ByteView bytes) {
    // Only once it has started does libsodium use what this processor is good at.
    static const bool kStarted = sodium_init() >= 0;
    check(kStarted, "libsodium starts");
    Hash256 hash;
    const int failed =
        crypto_generichash_blake2b(hash.value.data(), hash.value.size(), bytes.data(), bytes.size(),
                                   key.empty() ? nullptr : key.data(), key.size());
    check(failed == 0, "BLAKE2b keys are 16 to 64 bytes");
    return hash;
}

std::string to_string(const Hash256& hash) { return to_hex(hash.value); }
std::string short_code(const Hash256& hash) { return to_string(hash).substr(0, 8); }

}  // namespace kopilka
