// What a journal entry says, in a few names and values, for whoever reads the journal from a
// command line. English, like every diagnostic.
#pragma once
#include "pos/app/json_text.h"
#include "pos/sale/journal_entry.h"

namespace kopilka::app {

// Sums and points as decimal strings, numbers as numbers.
FlatObject details(const JournalEntry& entry);
// The lines of a receipt or of a voided one: what was sold at which price.
std::vector<FlatObject> lines_of(const JournalEntry& entry);
// "number=1 total=89.90", for a line of a list.
std::string in_one_line(const FlatObject& object);

}  // namespace kopilka::app
