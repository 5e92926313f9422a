// Members who turned out to be one person: one survives, the others are aliases. Journals and the
// ledger keep the id that was recorded; what is booked of an alias goes to the survivor.
// All inside transactions of the database.
#pragma once
#include "pos/sale/journal_entry.h"
#include "sync/server/database.h"
#include "sync/server/ledger.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace kopilka::sync {

using Aliases = std::map<MemberId, MemberId>;  // alias → survivor

bool was_anybody_merged(Database& database);  // one look
// Those of `ids` that are aliases. Where nobody was ever merged: one look.
Aliases find_aliases(Database& database, const std::set<MemberId>& ids);
std::optional<MemberId> survivor_of(Database& database, const MemberId& id);
std::vector<MemberId> aliases_of(Database& database, const MemberId& survivor);

// The record as if the survivors' cards had been shown.
JournalRecord as_survivors(JournalRecord record, const Aliases& aliases);

// What moves an entry that was recorded for an alias to the survivor: one takes it from the
// alias's balance, the other gives it to the survivor's. The same for the same entry, ever.
std::vector<LedgerRow> moved(const LedgerRow& recorded, const MemberId& survivor);

}  // namespace kopilka::sync
