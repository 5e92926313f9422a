// A walk through the journals that the server holds, each from its first record on: what each till
// says of each day, and what is not as it should be. What returns claim is only collected here
// (returns_check.h): their sales may stand in other journals.
#pragma once
#include "pos/sale/journal_entry.h"
#include "sync/server/sums.h"

#include <map>
#include <span>
#include <vector>

namespace kopilka::sync {

// The books were closed up to a day; what is accepted after that instant adjusts them.
struct Closing {
    Date through;
    Instant at;
    std::string by;
};

struct ReturnClaim {
    RecordId record;
    Branch branch;
    Return claimed;
    Date day;
    Instant accepted;
};

// The receipts of one day on one way of a till's journal.
struct WayDay {
    TillDay day;
    Epoch epoch{0};
    Branch branch;
    auto operator<=>(const WayDay&) const = default;
};

// What the walk must know beforehand.
struct WalkFacts {
    LedgerPoints wrong_ledgers;
    std::vector<Closing> closings;
    std::map<WayDay, Sequence> late_told;  // up to where a case tells of late receipts
    Outboxes outboxes;
};

struct Walked {
    Sums sums;
    std::vector<Finding> findings;
    std::vector<ReturnClaim> returns;
    struct Shifts {
        std::uint64_t z_equal = 0;  // Z reports that the records of the shift confirm
        std::uint64_t z_different = 0;
    };
    std::map<TillId, Shifts> shifts;
};

// Inside a transaction.
void walk_journal(Database& database, const TillId& till, const WalkFacts& facts, Walked& walked);

}  // namespace kopilka::sync
