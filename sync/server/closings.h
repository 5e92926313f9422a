// Closing the books: up to that business day the sums are final. What tills send later of such a
// day is booked to it all the same, and is an adjustment with a case of its own. A closing is a
// decision (decisions.h) and never taken back.
#pragma once
#include "sync/server/decisions.h"
#include "sync/server/journal_walk.h"

#include <string>
#include <vector>

namespace kopilka::sync {

// Errc::Invalid: they are closed through that day, or a later one, already.
Result<void> close_books(Database& database, const DecisionBook& book, Date through,
                         const std::string& by, const std::string& why, Instant at);

// Inside a transaction; the earliest first.
std::vector<Closing> closings(Database& database);
// Up to which record the cases there are tell of a closed day's late receipts.
std::map<WayDay, Sequence> late_told(Database& database);

}  // namespace kopilka::sync
