// Coming back after a crash: questions first, then the same basket. Internal to pos/till.
#pragma once
#include "pos/till/turn.h"

namespace kopilka {

// The next question; where none is left, the basket from before, and a sentence that says so.
SaleStage ask_or_restore(Turn& turn, stage::Questions questions);

}  // namespace kopilka
