// Entries of the points ledger: append-only, in lots, each applied at most once.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/money.h"
#include "pos/core/time.h"

#include <cstdint>
#include <optional>

namespace kopilka {

enum class LedgerKind : std::uint8_t {
    Accrual,
    Redemption,
    Reversal,
    Restored,
    Adjustment,
    Expiry,
    Prolongation,  // every lot alive then lives to `expires`; its amount is zero
};

// What a receipt does to one account. `operation` numbers the entries of one receipt from 0: with
// the record's id it makes the ledger's idempotency key.
struct LedgerEntry {
    std::uint32_t operation = 0;
    LedgerKind kind = LedgerKind::Accrual;
    ProgrammeId programme;
    OfferId rule;    // why
    Points amount;   // signed as the balance sees it: accruals positive, redemptions negative
    Instant active;  // of the lot made (Accrual, Restored) or taken from (Redemption)
    std::optional<Instant> expires;    // of that lot; with `active` it names the lot
    std::optional<MemberId> member{};  // whose account; nullopt: the receipt's own member
    std::optional<LeaseId> lease{};    // Redemption: out of which it was spent; nullopt: of none
    bool operator==(const LedgerEntry&) const = default;
};

}  // namespace kopilka
