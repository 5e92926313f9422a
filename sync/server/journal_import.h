// A journal that comes as a file of `till journal export`, because its till is broken or its line
// is: taken in as if it had been uploaded.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/time.h"
#include "sync/server/database.h"

namespace kopilka::sync {

struct ImportedJournal {
    TillId till;
    std::uint64_t taken = 0;        // now; of these
    std::uint64_t quarantined = 0;  // were kept without being booked
    std::uint64_t held = 0;         // had come before
    // Not taken: they follow records that are neither here nor in the file, as after a salvage, or
    // are of an epoch that the till was not given while it had this key.
    std::uint64_t left_out = 0;
};

// As often as one likes: what is held is held. Errc::Invalid, and nothing is taken: the file is cut
// short, changed, of an unknown till, or not signed by a key that the till had when it wrote it.
Result<ImportedJournal> import_journal(Database& database, ByteView file, Instant at);

}  // namespace kopilka::sync
