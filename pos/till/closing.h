// From the last tender to the journal, and from the journal to paper. Internal to pos/till.
#pragma once
#include "pos/till/open_receipt.h"

namespace kopilka {

// Nothing left to pay: the sale goes to the journal, with `entries` before it. Else still paying.
SaleStage conclude(Turn& turn, stage::OpenReceipt receipt, std::vector<JournalEntry> entries = {});
Sale sale_of(const Turn& turn, const stage::OpenReceipt& receipt);

// The intent to print goes to the journal; the paper follows when it is on disk.
enum class Drawer : std::uint8_t { Leave, Kick };
Drawer drawer_for(const JournalEntry& entry);  // opened where cash changes hands
SaleStage print(Turn& turn, stage::Finished done, CopyMark mark, Drawer drawer);

}  // namespace kopilka
