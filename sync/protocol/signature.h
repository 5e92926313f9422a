// What a till signs of a batch that it sends: Ed25519 (pos/core/ed25519.h) over the batch's head.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/ed25519.h"
#include "pos/core/hash.h"
#include "pos/core/ids.h"

#include <cstdint>

namespace kopilka::sync {

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
