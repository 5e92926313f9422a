// What adding a little would cost, and what the offer would then save: the upsell hint.
#pragma once
#include "pos/sale/proposal.h"

namespace kopilka {

// Only where goods alone are missing, and adding some would make the offer take money off.
std::optional<Explanation::Hint> hint_for(const Contender& contender, const Verdict& missing,
                                          const LaneView& view);

}  // namespace kopilka
