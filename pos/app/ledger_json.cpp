#include "pos/app/ledger_json.h"

#include "pos/core/check.h"

namespace kopilka::app {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const LedgerEntry& entry, std::int32_t offset_minutes) {
    const auto moment = [&](Instant at) { return to_string(LocalTime{at, offset_minutes}); };
    Json json{{"kind", name(entry.kind)},
              {"programme", entry.programme.value},
              {"amount", to_string(entry.amount)},
              {"active", moment(entry.active)}};
    if (entry.expires) json["expires"] = moment(*entry.expires);
    if (!entry.rule.value.empty()) json["rule"] = entry.rule.value;
    return json;
}

}  // namespace

nlohmann::ordered_json ledger_json(const std::vector<LedgerEntry>& ledger,
                                   std::int32_t offset_minutes) {
    Json entries = Json::array();
    for (const LedgerEntry& entry : ledger) entries.push_back(json_of(entry, offset_minutes));
    return entries;
}

nlohmann::ordered_json points_back_json(const std::vector<LedgerEntry>& ledger) {
    Points earned, redeemed;
    for (const LedgerEntry& entry : ledger)
        (entry.amount < kNoPoints ? earned : redeemed) += entry.amount;
    return {{"earned", to_string(earned)},
            {"redeemed", to_string(-redeemed)},
            {"balance_change", to_string(earned + redeemed)}};
}

std::string_view name(LedgerKind kind) {
    switch (kind) {
        case LedgerKind::Accrual: return "accrual";
        case LedgerKind::Redemption: return "redemption";
        case LedgerKind::Reversal: return "reversal";
        case LedgerKind::Restored: return "restored";
        case LedgerKind::Adjustment: return "adjustment";
        case LedgerKind::Expiry: return "expiry";
    }
    unreachable("a kind of ledger entry nobody named");
}

}  // namespace kopilka::app
