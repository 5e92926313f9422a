// Entries of the points ledger as `till price --json` shows them.
#pragma once
#include "pos/loyalty/ledger.h"

#include <cstdint>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace kopilka::app {

// Instants stand at the receipt's offset from UTC.
nlohmann::ordered_json ledger_json(const std::vector<LedgerEntry>& ledger,
                                   std::int32_t offset_minutes);
// What a return does to balances: "earned" as taken back and "redeemed" as given back, both
// negative, and their sum as the balances see it.
nlohmann::ordered_json points_back_json(const std::vector<LedgerEntry>& ledger);

std::string_view name(LedgerKind kind);  // "accrual"

}  // namespace kopilka::app
