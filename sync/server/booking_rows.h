// Between journal records and rows of the books: receipts, ledger.
#pragma once
#include "sync/server/booking.h"

#include <set>

namespace kopilka::sync {

// Those of its ledger entries; none without a member.
std::vector<LedgerRow> rows_of(const BranchedRecord& branched, const ReceiptEffect& effect);
Line line_of(const LedgerRow& row);
inline constexpr std::string_view kLedgerColumns =
    "member_id, tx_id, programme_id, kind, rule, amount, active_at, expires_at, till_id, epoch,"
    " sequence, operation, expires_at IS NULL, branch";
LedgerRow row_from(const Row& row);  // of these columns

Line receipt_line(const BranchedRecord& branched, const ReceiptEffect& effect, Status status);

// Whoever a record may change.
std::set<MemberId> members_of(const JournalRecord& record);

}  // namespace kopilka::sync
