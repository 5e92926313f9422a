// Whether what was paid back had been sold, and was paid back once. The sale may stand in another
// till's journal, and may not have come yet: then nothing is wrong so far.
#pragma once
#include "sync/server/journal_walk.h"

namespace kopilka::sync {

// Inside a transaction. How many returns wait for their sale to come.
std::uint64_t check_returns(Database& database, std::vector<ReturnClaim> claims,
                            std::vector<Finding>& findings);

}  // namespace kopilka::sync
