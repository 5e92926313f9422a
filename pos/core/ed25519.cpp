#include "pos/core/ed25519.h"

#include "pos/core/check.h"

#include <sodium/core.h>
#include <sodium/crypto_sign.h>

namespace kopilka {

KeyPair key_pair_from_seed(const KeySeed& seed) {
    static_assert(crypto_sign_SEEDBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64);
    check(sodium_init() >= 0, "libsodium starts");
    KeyPair pair;
    crypto_sign_seed_keypair(pair.public_key.data(), pair.secret_key.data(), seed.data());
    return pair;
}

Signature sign_bytes(const KeyPair& key, ByteView bytes) {
    Signature signature;
    crypto_sign_detached(signature.data(), nullptr, bytes.data(), bytes.size(),
                         key.secret_key.data());
    return signature;
}

bool signature_holds(const PublicKey& key, ByteView bytes, const Signature& signature) {
    return crypto_sign_verify_detached(signature.data(), bytes.data(), bytes.size(), key.data()) ==
           0;
}

}  // namespace kopilka
