// Encryption of one value at rest: XSalsa20-Poly1305 (libsodium secretbox) under a random nonce.
// The tag is also the check against damage.
#pragma once
#include "pos/core/bytes.h"
#include "pos/store/keys.h"

#include <optional>

namespace kopilka {

Bytes seal(ByteView clear, const SecretKey& key);  // nonce, tag, ciphertext: 40 bytes longer
std::optional<Bytes> unseal(ByteView sealed, const SecretKey& key);  // nullopt: other key, damage

}  // namespace kopilka
