// What a till holds of leases, kept beside the records that say so and changed in their very
// commit: lent − spent. Everything in it follows from the journal. For the .cpp files of this room.
#pragma once
#include "pos/store/journal.h"

namespace kopilka::schema {

// What appending this record does to what is held. Errc::Invalid, and the commit is to be undone:
// it spends or gives back what is not held, or holds what was not asked for.
Result<void> follow_leases(lmdb::Transaction& transaction, const JournalRecord& record);

Result<std::vector<HeldLease>> held_of(const lmdb::Transaction& transaction, const MemberId& owner);
Result<std::vector<HeldLease>> all_held(const lmdb::Transaction& transaction);
// One that is over or was given back is known too, without slices.
Result<std::optional<HeldLease>> known_lease(const lmdb::Transaction& transaction,
                                             const LeaseId& id);

// Keys of meta that are of leases: they end with their epoch, and salvage leaves them behind.
bool is_of_leases(ByteView meta_key);

}  // namespace kopilka::schema
