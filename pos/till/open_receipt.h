// Work on a receipt that is not finished: start it, price it again, keep its draft, find its lines.
// Internal to pos/till.
#pragma once
#include "pos/till/turn.h"

#include <vector>

namespace kopilka {

stage::OpenReceipt start_receipt(Turn& turn);
bool is_empty(const stage::OpenReceipt& receipt);  // no goods, no member, no code

// price() of the receipt as it is now; asks for the names of gifts that it does not know.
void reprice(Turn& turn, stage::OpenReceipt& receipt);
// What price() takes: points chosen first, then what was given.
std::vector<Tender> all_tenders(const stage::OpenReceipt& receipt);
PricedBasket priced_with(const Turn& turn, const stage::OpenReceipt& receipt,
                         std::span<const Tender> tenders);

// After every change: priced again and its draft saved; entries go into the same commit.
void changed(Turn& turn, stage::OpenReceipt& receipt, std::vector<JournalEntry> entries = {});
Draft draft_of(const Turn& turn, const stage::OpenReceipt& receipt, DraftState state);
DraftRef draft_ref(const Turn& turn, const stage::OpenReceipt& receipt);
// The receipt of a draft, under a draft id of this till, as if begun now; priced now.
stage::OpenReceipt receipt_of(Turn& turn, const Draft& draft, const std::optional<Member>& member);

BasketLine* line_of(stage::OpenReceipt& receipt, LineId id);
const PricedLine* priced_line(const stage::OpenReceipt& receipt, LineId id);
const PointsResult* points_of(const PricedBasket& priced, const ProgrammeId& programme);

void attach(Turn& turn, stage::OpenReceipt& receipt, const Member& member,
            IdentityStrength strength);

}  // namespace kopilka
