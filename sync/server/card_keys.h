// The keys with which central signs the cards in phones: FOLDER/card.key, which only its owner may
// read. The newest signs; older ones are still believed, so that a change of keys closes nobody's
// card before its time.
#pragma once
#include "pos/core/ed25519.h"
#include "pos/core/result.h"

#include <string>
#include <vector>

namespace kopilka::sync {

using CardKeys = std::vector<KeyPair>;  // the newest first; never empty

// Made at the first call. Errc::Invalid: others may read it, or it is damaged.
Result<CardKeys> open_card_keys(const std::string& folder);

enum class OlderKeys : std::uint8_t {
    StillBelieved,
    Dropped,  // somebody may have read them: every phone needs a new certificate
};
Result<CardKeys> change_card_key(const std::string& folder, OlderKeys older);

}  // namespace kopilka::sync
