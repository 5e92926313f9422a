// A member as they are now: a snapshot, and the sales and returns that it does not include yet. The
// same function folds records into the truth at the server and shows a balance at the till.
// Not here: which records those are (pos/store/journal_queries.h), and leases.
#pragma once
#include "pos/loyalty/member.h"
#include "pos/sale/journal_entry.h"

#include <span>

namespace kopilka {

enum class NewPoints : std::uint8_t {
    AsRecorded,  // at the server: lots as the ledger entries say
    AfterSync,   // at the till: shown, never spent, until the server has applied them
};

// When a lot earned offline becomes active: not before the server's next snapshot replaces it.
constexpr Instant kAfterSync{253'402'000'000'000};  // in December 9999

// `records` oldest first; entries other than this member's Sale, Return and ProfileFilled change
// nothing.
// Purchases, lifetime spend (net of returns), last purchase, stamps, uses of offers and lots follow
// the records. Points taken come from the lot the ledger names, and where that is not in the
// snapshot from the lots that expire first; a balance never falls below zero here. Who filled in
// the profile has its tag from then on; what was told is the server's business.
MemberView view(MemberView snapshot, std::span<const JournalRecord> records, NewPoints new_points);

}  // namespace kopilka
