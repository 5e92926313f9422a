// A cashier's PIN at the till. Central sends Argon2id(PIN, salt) (pos/sale/staff.h); the till keeps
// only that hash wrapped under its pepper, so a copied data folder does not let anybody try PINs.
// Verification takes some 0.1 s on purpose: it is an effect, never inside a frame.
#pragma once
#include "pos/core/hash.h"
#include "pos/sale/staff.h"
#include "pos/store/keys.h"

#include <array>
#include <string_view>

namespace kopilka {

using PinSalt = decltype(PinHash::salt);

Hash256 wrap_pin_hash(const PinHash& pin, const SecretKey& pepper);
// In constant time once the hash is made.
bool verify_pin(const Hash256& wrapped, const PinSalt& salt, std::string_view pin,
                const SecretKey& pepper);

}  // namespace kopilka
