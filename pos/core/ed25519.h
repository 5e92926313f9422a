// Ed25519 signatures over bytes (RFC 8032, libsodium). Making and keeping keys is somebody else's
// business; a key pair here comes from 32 random bytes that were drawn elsewhere. Whoever signs
// puts before the bytes what they are, so that a signature of one thing is none of another.
#pragma once
#include "pos/core/bytes.h"

#include <array>
#include <cstdint>

namespace kopilka {

using KeySeed = std::array<std::uint8_t, 32>;
using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

struct KeyPair {
    PublicKey public_key{};
    std::array<std::uint8_t, 64> secret_key{};
};
KeyPair key_pair_from_seed(const KeySeed& seed);

Signature sign_bytes(const KeyPair& key, ByteView bytes);
bool signature_holds(const PublicKey& key, ByteView bytes, const Signature& signature);

}  // namespace kopilka
