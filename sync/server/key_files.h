// What stands in central's folder beside the store, by name, and must not be lost with it.
#pragma once
#include <array>

namespace kopilka::sync {

inline constexpr const char* kAuthorityFile = "authority";           // authority.h
inline constexpr const char* kCardKeyFile = "card.key";              // card_keys.h
inline constexpr const char* kPersonKeyFile = "person.key";          // person_keys.h
inline constexpr const char* kDecisionKeyFile = "decision.key";      // decisions.h
inline constexpr const char* kStoreServerFile = "store-server.key";  // store_keys.h

// All that a backup holds as they are; whoever adds a key adds it here.
inline constexpr std::array kKeyFiles{kAuthorityFile, kCardKeyFile, kPersonKeyFile,
                                      kDecisionKeyFile, kStoreServerFile};

inline constexpr const char* kErasedFile = "erased";  // erasure.h; one list is added to another

}  // namespace kopilka::sync
