// Acts that not every role may do: done at once, or after somebody's PIN. Internal to pos/till.
#pragma once
#include "pos/till/selling.h"

namespace kopilka {

bool may(const RoleLimits& limits, const std::optional<stage::OpenReceipt>& receipt,
         const stage::Allow& what);
// Does it where the cashier may; else asks for the PIN of somebody who may.
SaleStage do_or_ask(Turn& turn, std::optional<stage::OpenReceipt> receipt, stage::Allow what);
SaleStage do_allowed(Turn& turn, std::optional<stage::OpenReceipt> receipt,
                     const stage::Allow& what, const CashierId& approved_by);

}  // namespace kopilka
