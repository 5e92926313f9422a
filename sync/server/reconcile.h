// Do the sums agree? Per till and business day what was sold is what was accepted, what waits in
// quarantine and what is not sent yet, to the kopeck and the point; over all whether each balance
// is the sum of its ledger and of the member's lots. Each difference becomes one case.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/money.h"
#include "sync/server/incidents.h"
#include "sync/server/outboxes.h"
#include "sync/server/sums.h"

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
    DaySums whole;              // over all days
    Money sold;                 // sales less returns, as the till says; so are the next ones
    Money accepted;             // of it booked
    Money in_quarantine;        // of it waiting for a decision
    std::uint64_t z_equal = 0;  // Z reports that the server's own sums of the shift confirm
    std::uint64_t z_different = 0;
    std::uint64_t equal = 0;  // sales priced again
    std::uint64_t different = 0;
    std::uint64_t waiting = 0;
    Points points;  // sum of the ledger entries of booked receipts
    Money difference() const { return whole.difference().money; }
};

struct Reconciliation {
    std::vector<TillSums> tills;
    Sums days;
    std::uint64_t members = 0;
    std::uint64_t goods = 0;
    std::uint64_t publications = 0;
    std::uint64_t feed_position = 0;
    std::uint64_t wrong_balances = 0;   // (member, programme) pairs whose sums differ
    std::uint64_t overdrawn = 0;        // pairs of which more was spent offline than there was
    std::uint64_t waiting_returns = 0;  // whose sale has not come yet
    std::uint64_t decided = 0;          // cases
    std::vector<Incident> incidents;    // open ones
    std::vector<Incident> late;         // adjustments of closed days, decided or not
    // Differences zero, balances right, no Z report in doubt.
    bool agrees() const;
    std::uint64_t unexplained() const;  // tills' days with a difference that no case explains
};

enum class NewCases : std::uint8_t {
    Open,
    Leave,  // only look
};
// Looks at one moment of the store; what is wrong and no case yet becomes one.
Result<Reconciliation> reconcile(Database& database, const Outboxes& outboxes = {},
                                 NewCases new_cases = NewCases::Open);

// For people, and for programs.
std::string to_text(const Reconciliation& found);
std::string to_json(const Reconciliation& found);

}  // namespace kopilka::sync
