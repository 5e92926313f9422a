// Between journal records and rows of the books: receipts, ledger.
#pragma once
#include "pos/sale/journal_entry.h"
#include "sync/protocol/message.h"
#include "sync/server/database.h"
#include "sync/server/ledger.h"

#include <optional>
#include <set>
#include <span>
#include <vector>

namespace kopilka::sync {

// nullopt: these bytes are no record.
std::optional<JournalRecord> read_record(ByteView body);

// What sales and returns have in common.
struct ReceiptEffect {
    bool is_return = false;
    ReceiptNumber number;
    ShiftNumber shift;
    std::optional<MemberId> member;
    std::span<const LedgerEntry> ledger;  // of the record, which outlives this
    Money total;                          // a return's is negative
    Points points;                        // the ledger's sum
    Instant at;
};
// nullopt: no receipt.
std::optional<ReceiptEffect> effect_of(const JournalEntry& entry);

// A record that was sent, and the way of the till's journal on which it stands.
struct BranchedRecord {
    const JournalRecord* record;
    Branch branch;
};

// Those of its ledger entries; none without a member.
std::vector<LedgerRow> rows_of(const BranchedRecord& branched, const ReceiptEffect& effect);
Line line_of(const LedgerRow& row);
inline constexpr std::string_view kLedgerColumns =
    "member_id, tx_id, programme_id, kind, rule, amount, active_at, expires_at, till_id, epoch,"
    " sequence, operation, expires_at IS NULL, branch, lease_id";
LedgerRow row_from(const Row& row);  // of these columns

Line receipt_line(const BranchedRecord& branched, const ReceiptEffect& effect, Status status);

// Whoever a record may change.
std::set<MemberId> members_of(const JournalRecord& record);
// Whose rights to spend it asks for, says to hold, spends or gives back.
std::set<MemberId> lease_owners_of(const JournalRecord& record);

}  // namespace kopilka::sync
