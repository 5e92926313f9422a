// What can still be read of a damaged journal, into a new data folder. A record is kept if its
// bytes have their hash, whatever else is broken; then a new epoch begins, since the server is told
// of everything after it in a chain without gaps.
//
// Never a wrong balance: the server's answers are kept with the records, and what the server holds
// counts as held although its answer is lost.
// Not here: the words for whoever asked (pos/app), the server's case about what is missing.
#pragma once
#include "pos/store/journal.h"

#include <filesystem>
#include <vector>

namespace kopilka {

struct Salvaged {
    std::uint64_t records = 0;
    std::uint64_t drafts = 0;
    std::optional<JournalPlace> last;  // of the records that were kept
    std::vector<RecordId> missing;     // of numbers between those kept, and beyond them as far as
                                       // the journal itself says that there were more
    // Kept, not held by the server, and behind a gap: they cannot be sent. Each has the state
    // Quarantined with its cause.
    std::vector<RecordId> stranded;
    std::optional<JournalPlace> opened;  // the first record of the new epoch
    bool other_values_lost = false;      // drafts, answers of the server, phones: not all is here
};

// `to` must not have a journal yet. Errc::Corrupt: nothing of `from` can be kept; Errc::NotFound:
// there is no journal in it.
Result<Salvaged> salvage(const std::filesystem::path& from, const DataFolder& to,
                         const JournalStamp& stamp);

}  // namespace kopilka
