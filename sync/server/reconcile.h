// Do the sums agree? Per till: what it sold, what of it is booked, quarantined, priced again; over
// all: whether each balance is the sum of its ledger and of the member's lots.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/money.h"
#include "sync/server/incidents.h"

#include <string>
#include <vector>

namespace kopilka::sync {

struct TillSums {
    TillId till;
    std::uint64_t records = 0;
    std::uint64_t quarantined = 0;  // records
    std::uint64_t watermark = 0;    // of the newest epoch
    std::uint64_t epoch = 0;
    std::uint64_t forks = 0;  // branches, whose records and receipts are in all these sums
    std::uint64_t sales = 0;
    std::uint64_t returns = 0;
    Money sold;                 // sales less returns, as the journal's records say
    Money accepted;             // of it booked
    Money in_quarantine;        // of it waiting for a decision
    std::uint64_t z_equal = 0;  // Z reports that the server's own sums of the shift confirm
    std::uint64_t z_different = 0;
    std::uint64_t equal = 0;  // sales priced again
    std::uint64_t different = 0;
    std::uint64_t waiting = 0;
    Points points;  // sum of the ledger entries of booked receipts
    Money difference() const { return sold - accepted - in_quarantine; }
};

struct Reconciliation {
    std::vector<TillSums> tills;
    std::uint64_t members = 0;
    std::uint64_t goods = 0;
    std::uint64_t publications = 0;
    std::uint64_t feed_position = 0;
    std::uint64_t wrong_balances = 0;  // (member, programme) pairs whose sums differ
    std::uint64_t overdrawn = 0;       // pairs of which more was spent offline than there was
    std::vector<Incident> incidents;   // open ones
    // Differences zero, balances right, numbering and sums as the journal has them.
    bool agrees() const;
};
Result<Reconciliation> reconcile(Database& database);

// For people, and for programs.
std::string to_text(const Reconciliation& found);
std::string to_json(const Reconciliation& found);

}  // namespace kopilka::sync
