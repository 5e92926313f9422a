// What a sale keeps of its priced result beside its inputs: all that paying back, reports and a
// copy of the receipt need, so that none of them prices again.
#pragma once
#include "pos/sale/journal_entry.h"

namespace kopilka {

void keep_result(Sale& sale, const PricedBasket& priced);

}  // namespace kopilka
