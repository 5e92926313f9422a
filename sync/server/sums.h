// Sums per till and business day: what the till sold is what the server accepted, what waits in
// quarantine, and what is not sent yet. What is left is the difference, and each of it is a case.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/time.h"
#include "sync/server/incidents.h"
#include "sync/server/outboxes.h"

#include <map>
#include <span>

namespace kopilka::sync {

struct DaySums {
    Amounts sold;         // as the till says: its records and numbers, its Z reports, its outbox
    Amounts accepted;     // as the server's receipts and ledger have it
    Amounts late;         // of these, after the books had closed the day
    Amounts quarantined;  // of records that wait for a decision; the unreadable as far as is known
    Amounts unsent;       // as the till's outbox says
    Amounts adjusted;     // differences that somebody decided to bear
    Amounts explained;    // by cases that are open
    std::uint64_t unreadable = 0;  // records
    Amounts difference() const { return sold - accepted - quarantined - unsent - adjusted; }
    Amounts unexplained() const { return difference() - explained; }
};
struct TillDay {
    TillId till;
    Date day;
    auto operator<=>(const TillDay&) const = default;
};
using Sums = std::map<TillDay, DaySums>;

// Inside a transaction: what the receipts and the ledger say, of all tills.
void add_accepted(Database& database, Sums& sums);
// What of the differences that were just found is a case: an open one explains it, one that was
// accepted adjusts it.
void add_cases(std::span<const Finding> found, std::span<const Incident> incidents, Sums& sums);

// Receipts of which the ledger has other points than the receipt: these.
using LedgerPoints = std::map<BranchedId, Points>;
LedgerPoints wrong_ledgers(Database& database);

// Over all days of a till.
DaySums total(const Sums& sums, const TillId& till);

}  // namespace kopilka::sync
