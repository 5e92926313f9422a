// Whether each member's points are the same wherever they stand (ledger, balance, lots), were there
// when they were spent, and whether each card has one owner.
#pragma once
#include "sync/server/sums.h"

#include <vector>

namespace kopilka::sync {

struct MembersFound {
    std::uint64_t wrong_balances = 0;  // (member, programme) pairs whose sums differ
    std::uint64_t overdrawn = 0;       // pairs of which more was spent offline than there was
};

// Inside a transaction. Members whose ledger is a case of its own (`wrong`) are left out of the
// balances.
MembersFound check_members(Database& database, const LedgerPoints& wrong,
                           std::vector<Finding>& findings);

}  // namespace kopilka::sync
