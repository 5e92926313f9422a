// A person who asked to be forgotten: the key of the row is destroyed, every till forgets the
// member at its next sync, cards in phones are closed; receipts, ledger and balance keep the
// member's id alone. The list of those erased, DIR/erased (an id a line), outlives the database:
// whatever is restored, open_database() erases them again.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/time.h"
#include "sync/server/database.h"

#include <string>
#include <vector>

namespace kopilka::sync {

// For good. `by`, `why`: kept with the id. A member never heard of is put on the list as well: a
// till or a backup may know him. Whoever was merged into him goes with him. True: he was in the
// store. Errc::Invalid: he was merged himself; the error names the survivor.
Result<bool> erase_person(Database& database, const std::string& folder, const MemberId& id,
                          const std::string& by, const std::string& why, Instant at);

// All of the folder's list that this database has not erased yet, and the other way round.
Result<void> replay_erasures(Database& database, const std::string& folder, Instant at);

// Adds another copy of the list to the folder's. Errc::NotFound: there is none.
Result<void> take_over_erasures(const std::string& file, const std::string& folder);

}  // namespace kopilka::sync
