// The certificates that the corpus of certificate_fuzz was made of: of one authority, by fixed
// keys.
#pragma once
#include "sync/transport/certificate.h"

#include <array>
#include <string>
#include <utility>

namespace kopilka::sync::fuzz {

inline constexpr KeySeed kAuthorityKey{42};
inline constexpr Instant kFrom{1'700'000'000'000};
inline constexpr Instant kTo{4'000'000'000'000};

inline Bytes authority() { return make_authority(kAuthorityKey, "Chain", kFrom, kTo); }

// Whom it issued certificates to; the key of each is of the seed {its place + 1}.
inline const std::array<Subject, 4>& holders() {
    static const std::array<Subject, 4> kHolders{{{Holder::Till, "nevsky-1", "nevsky"},
                                                  {Holder::Server, "central", ""},
                                                  {Holder::Manager, "Olga", "nevsky"},
                                                  {Holder::Administrator, "Anna", ""}}};
    return kHolders;
}
inline PublicKey key_of_holder(std::size_t place) {
    return key_pair_from_seed({static_cast<std::uint8_t>(place + 1)}).public_key;
}

}  // namespace kopilka::sync::fuzz
