// A cashier's PIN. Central sends Argon2id(PIN, salt); the till keeps only that hash wrapped under
// its pepper, so a copied data folder does not let anybody try PINs. Verification takes 50–100 ms
// on purpose: it is an effect, never inside a frame.
#pragma once
#include "pos/core/hash.h"
#include "pos/core/result.h"
#include "pos/store/keys.h"

#include <array>
#include <string_view>

namespace kopilka {

using PinSalt = std::array<std::uint8_t, 16>;

PinSalt make_pin_salt();
// Argon2id, 2 passes over 32 MiB, 32 bytes: what central computes and sends. Errc::Full: no memory.
Result<Hash256> pin_hash(std::string_view pin, const PinSalt& salt);
Hash256 wrap_pin_hash(const Hash256& hash, const SecretKey& pepper);
// In constant time once the hash is made.
Result<bool> verify_pin(const Hash256& wrapped, const PinSalt& salt, std::string_view pin,
                        const SecretKey& pepper);

}  // namespace kopilka
