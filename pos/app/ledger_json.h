// What happens to accounts, as JSON: entries of the ledger, lots after them, tenders.
#pragma once
#include "pos/app/member_json.h"
#include "pos/loyalty/ledger.h"
#include "pos/sale/tender.h"

#include <span>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace kopilka::app {

// `lots`: how the lots of the member are called in the text. Moments are written at this offset.
nlohmann::ordered_json ledger_json(std::span<const LedgerEntry> ledger,
                                   const std::vector<NamedLot>& lots, std::int32_t offset_minutes);
// Every account at that moment: balance, lots, what is pending and what has expired.
nlohmann::ordered_json accounts_json(const MemberView& member, LocalTime at);
nlohmann::ordered_json tenders_json(const std::vector<Tender>& tenders);

std::string_view name(LedgerKind kind);  // "accrual"
std::string_view name(TenderKind kind);  // "cash"

}  // namespace kopilka::app
