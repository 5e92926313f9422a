#include "pos/app/ledger_json.h"

#include "pos/core/check.h"
#include "pos/sale/lots.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace kopilka::app {
namespace {

using Json = nlohmann::ordered_json;

std::string moment(Instant instant, std::int32_t offset_minutes) {
    return to_string(LocalTime{instant, offset_minutes});
}

void put_lot(Json& json, Instant active, const std::optional<Instant>& expires,
             std::int32_t offset_minutes) {
    json["active"] = moment(active, offset_minutes);
    json["expires"] = nullptr;
    if (expires) json["expires"] = moment(*expires, offset_minutes);
}

}  // namespace

Json ledger_json(std::span<const LedgerEntry> ledger, const std::vector<NamedLot>& lots,
                 std::int32_t offset_minutes) {
    Json all = Json::array();
    for (const LedgerEntry& entry : ledger) {
        Json json{{"operation", entry.operation},
                  {"kind", name(entry.kind)},
                  {"programme", entry.programme.value},
                  {"amount", to_string(entry.amount)}};
        if (!entry.rule.value.empty()) json["rule"] = entry.rule.value;
        put_lot(json, entry.active, entry.expires, offset_minutes);
        const auto lot = std::ranges::find_if(lots, [&](const NamedLot& one) {
            return one.programme == entry.programme && one.active == entry.active &&
                   one.expires == entry.expires;
        });
        if (lot != lots.end()) json["lot"] = lot->name;
        if (entry.lease) json["lease"] = to_string(*entry.lease);
        if (entry.member) json["member"] = to_string(*entry.member);
        all.push_back(std::move(json));
    }
    return all;
}

Json accounts_json(const MemberView& member, LocalTime at) {
    Json all = Json::object();
    for (const auto& [programme, account] : member.accounts) {
        const AccountAt now = account_at(account, programme, at.instant);
        Json lots = Json::array();
        for (const Lot& lot : now.account.lots) {
            Json json{{"amount", to_string(lot.amount)}};
            put_lot(json, lot.active, lot.expires, at.offset_minutes);
            lots.push_back(std::move(json));
        }
        all[programme.value] = {{"balance", to_string(now.active)},
                                {"pending", to_string(now.pending)},
                                {"deficit", to_string(account.deficit)},
                                {"lots", std::move(lots)},
                                {"expired", ledger_json(now.expired, {}, at.offset_minutes)}};
    }
    return all;
}

Json tenders_json(const std::vector<Tender>& tenders) {
    Json all = Json::array();
    for (const Tender& tender : tenders) {
        Json json{{"kind", name(tender.kind)}, {"amount", to_string(tender.amount)}};
        if (!tender.points.is_zero()) json["points"] = to_string(tender.points);
        if (!tender.programme.value.empty()) json["programme"] = tender.programme.value;
        if (!tender.reference.empty()) json["reference"] = tender.reference;
        if (tender.kind == TenderKind::Certificate) json["left"] = to_string(tender.balance);
        all.push_back(std::move(json));
    }
    return all;
}

std::string_view name(LedgerKind kind) {
    switch (kind) {
        case LedgerKind::Accrual: return "accrual";
        case LedgerKind::Redemption: return "redemption";
        case LedgerKind::Reversal: return "reversal";
        case LedgerKind::Restored: return "restored";
        case LedgerKind::Adjustment: return "adjustment";
        case LedgerKind::Expiry: return "expiry";
        case LedgerKind::Prolongation: return "prolongation";
    }
    unreachable("a kind of ledger entry nobody named");
}

std::string_view name(TenderKind kind) {
    switch (kind) {
        case TenderKind::Cash: return "cash";
        case TenderKind::Card: return "card";
        case TenderKind::Sbp: return "sbp";
        case TenderKind::PointsPaid: return "points";
        case TenderKind::Certificate: return "certificate";
        case TenderKind::Cashback: return "cashback";
    }
    unreachable("a way of paying nobody named");
}

}  // namespace kopilka::app
