// Goods come back: which units, and the money for them. Internal to pos/till.
#pragma once
#include "pos/till/turn.h"

namespace kopilka {

// The return goes to the journal, with `entries` before it.
SaleStage conclude_return(Turn& turn, stage::OpenReturn goods, Tender paid_back,
                          std::vector<JournalEntry> entries = {});
// Chooses a unit, or takes the choice back; priced again.
void toggle(Turn& turn, stage::OpenReturn& goods, UnitRef unit);

}  // namespace kopilka
