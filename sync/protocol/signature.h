// Ed25519 over the head of a batch (RFC 8032, libsodium). Making and keeping keys is the till's
// business; a key pair here comes from 32 random bytes that somebody else drew.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/hash.h"
#include "pos/core/ids.h"

#include <array>
#include <cstdint>

namespace kopilka::sync {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

struct KeyPair {
    PublicKey public_key{};
    std::array<std::uint8_t, 64> secret_key{};
};
KeyPair key_pair_from_seed(const std::array<std::uint8_t, 32>& seed);

// What is signed of a batch: which records, and the hash of the last one. Through the chain that
// hash stands for all of them.
struct BatchHead {
    TillId till;
    Epoch epoch{1};
    Sequence first{1};
    std::uint32_t count = 0;
    Hash256 head;
};
Bytes signed_text(const BatchHead& batch);
Signature sign(const KeyPair& key, const BatchHead& batch);
bool verifies(const PublicKey& key, const BatchHead& batch, const Signature& signature);

}  // namespace kopilka::sync
