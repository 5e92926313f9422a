// What the server holds of tills' journals: the main way of each epoch (tables record, receipt,
// journal_head) and its branches (branch_record, branch_receipt, branch_head). All of this in a
// transaction.
#pragma once
#include "sync/protocol/message.h"
#include "sync/server/branch.h"
#include "sync/server/database.h"

#include <optional>
#include <span>
#include <vector>

namespace kopilka::sync {

// Of a column that is NULL for the main way.
Branch branch_of(const Row& row, std::size_t column);

// Where a batch stands in what is held.
struct Footing {
    std::vector<RecordStatus> held;  // of its first records; what is behind them is new
    Branch branch;                   // of the last of these, or of the record before the batch
    bool at_tip = true;              // there the branch ends: what is new goes on in it
    std::optional<Epoch> forked;     // the epoch given to the copy that sends this branch
};
// `hashes`: of the batch's records; `previous`: what the first one names, nullopt where it cannot
// be read. Nullopt: it follows a record that is not held.
std::optional<Footing> find_footing(Database& database, const TillId& till, const Upload& upload,
                                    std::span<const Hash256> hashes,
                                    const std::optional<Hash256>& previous);

// Of a record that is held; nothing: it is not.
Bytes body_of(Database& database, const RecordId& record, const Branch& branch);
Status status_of(Database& database, const RecordId& record, const Branch& branch);
// What became of a quarantined one; of a receipt that was priced again (audit.h).
void change_status(Database& database, const RecordId& record, const Branch& branch,
                   const RecordStatus& status);

void note_repriced(Database& database, const RecordId& record, const Branch& branch,
                   std::int64_t repriced);

// Whatever is held of the till: the last record of each way through each epoch; newest epochs
// first, kMostHeads at most.
std::vector<HeldUpTo> heads_of(Database& database, const TillId& till);
// The main way's; 0: nothing.
Sequence watermark_of(Database& database, const TillId& till, Epoch epoch);

}  // namespace kopilka::sync
