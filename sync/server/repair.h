// What a decision does to the books: a record booked again, books made again from the journal, an
// adjustment of a member's points. Inside the transaction of the decision.
#pragma once
#include "sync/server/incidents.h"

namespace kopilka::sync {

enum class Repaired : std::uint8_t {
    Done,
    StillQuarantined,  // its cause is still there
    NothingToUndo,     // nothing was booked
    Gone,              // the member, or the record, is not there any more
};

Repaired book_again(Database& database, const Incident& incident);
Repaired make_books_again(Database& database, const Incident& incident);
// Adjustments are booked under the decision's place in its chain: no till's record has it.
Repaired write_off(Database& database, const Incident& incident, std::uint64_t decision,
                   Instant at);
Repaired reverse(Database& database, const Incident& incident, std::uint64_t decision, Instant at);
Repaired leave_card_with(Database& database, const Incident& incident, CaseAction which);

}  // namespace kopilka::sync
