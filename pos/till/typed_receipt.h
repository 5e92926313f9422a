// A receipt as a cashier types it: its code ("KR1:nevsky-1/1/42:9f3a01cc", the KR1: may be left
// out) or its number at this till ("42"). nullopt for anything else. Internal to pos/till.
#pragma once
#include "pos/till/query.h"

#include <string_view>

namespace kopilka {

std::optional<OriginalQuery> typed_receipt(std::string_view text);

}  // namespace kopilka
