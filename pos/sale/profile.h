// What a member tells of themself at the till, and how it travels: encrypted under a key of this
// member alone, which central made, the till has in its cache, and no journal ever holds. Whoever
// destroys the key has erased what every chain says of the person.
#pragma once
#include "pos/core/hash.h"
#include "pos/core/time.h"
#include "pos/loyalty/member.h"
#include "pos/loyalty/programme.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kopilka {

// The tag of members whose profile is complete; programmes reward it.
inline constexpr std::string_view kProfileTag = "profile";
// The consent that is asked for now: `ui.profile.consent` in assets/text. A new text gets the next
// number, so that a record says what was agreed to.
inline constexpr std::uint32_t kConsentVersion = 1;

struct Profile {
    std::string first_name;
    std::string surname;  // may be empty
    Date birthday;
    std::string phone;  // E.164, or empty
    bool operator==(const Profile&) const = default;
};

// Hexadecimal, because records carry texts. The same profile under the same key seals alike.
std::string seal(const Profile& profile, const Hash256& personal_key);
// nullopt: another key, or damaged.
std::optional<Profile> unseal_profile(std::string_view sealed, const Hash256& personal_key);

bool has_profile(const MemberView& member);
void give_profile_tag(MemberView& member);
// What a programme in force gives this member once for a complete profile; nullopt: nothing (more).
std::optional<Points> profile_reward(const Publication& publication, const MemberView& member);

}  // namespace kopilka
