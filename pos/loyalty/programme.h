// Stub to be replaced within this branch: see parse.h.
#pragma once
#include "pos/core/hash.h"
#include "pos/loyalty/publication.h"

namespace kopilka {

class Publication {
public:
    explicit Publication(Hash256 hash) : hash_(hash) {}
    const Hash256& hash() const { return hash_; }

private:
    Hash256 hash_;
};

}  // namespace kopilka
