// Two cards of one person become one member: an alias entry, nothing in journals or ledger is
// rewritten. Points move by adjustments; cards and what else is known of the person go to the
// survivor. What is recorded of the alias later is booked to the survivor (aliases.h).
#pragma once
#include "pos/core/ids.h"
#include "sync/server/database.h"
#include "sync/server/reason.h"

#include <cstdint>

namespace kopilka::sync {

enum class Merged : std::uint8_t { Now, Before };  // Before: nothing new

// Certificates in phones of the alias end: publish_card_trust() tells the tills.
// Errc::NotFound: one of them is not there; Errc::Invalid: one with itself, in a circle, with
// another than before, or one of them is blocked (whoever found that card would have the points).
Result<Merged> merge_members(Database& database, const MemberId& alias, const MemberId& survivor,
                             const Reason& reason);

}  // namespace kopilka::sync
