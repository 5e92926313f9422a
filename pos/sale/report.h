// Shift totals as a fold over the till's own journal: what an X report shows and a Z report fixes.
// Not here: where the entries come from (pos/store) and how a report is laid out on paper.
#pragma once
#include "pos/sale/journal_entry.h"

namespace kopilka {

// The totals after one more entry of the same shift. ShiftOpened starts them anew; entries that
// move neither money nor points leave them as they are. `tax` is of receipts: a return's record
// does not state the tax paid back.
ShiftTotals accumulate(ShiftTotals totals, const JournalEntry& entry);

}  // namespace kopilka
