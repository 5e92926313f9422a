#include "sync/protocol/signature.h"

#include "pos/core/check.h"

#include <sodium.h>

namespace kopilka::sync {

KeyPair key_pair_from_seed(const std::array<std::uint8_t, 32>& seed) {
    static_assert(crypto_sign_SEEDBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64);
    check(sodium_init() >= 0, "libsodium starts");
    KeyPair pair;
    crypto_sign_seed_keypair(pair.public_key.data(), pair.secret_key.data(), seed.data());
    return pair;
}

Bytes signed_text(const BatchHead& batch) {
    ByteWriter out;
    out.text("kopilka batch 1");
    out.text(batch.till.value);
    out.u32(batch.epoch.value);
    out.u64(batch.first.value);
    out.u32(batch.count);
    out.raw(batch.head.value);
    return out.take();
}

Signature sign(const KeyPair& key, const BatchHead& batch) {
    const Bytes text = signed_text(batch);
    Signature signature;
    crypto_sign_detached(signature.data(), nullptr, text.data(), text.size(),
                         key.secret_key.data());
    return signature;
}

bool verifies(const PublicKey& key, const BatchHead& batch, const Signature& signature) {
    const Bytes text = signed_text(batch);
    return crypto_sign_verify_detached(signature.data(), text.data(), text.size(), key.data()) == 0;
}

}  // namespace kopilka::sync
