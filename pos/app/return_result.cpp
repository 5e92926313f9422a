// What a return comes to, as `till price` writes it.
#include "pos/app/json_echo.h"
#include "pos/app/ledger_json.h"
#include "pos/app/result_json.h"
#include "pos/app/return_json.h"
#include "pos/sale/lots.h"
#include "pos/sale/remains.h"
#include "pos/sale/settle.h"
#include "pos/sale/tiers.h"

#include <algorithm>
#include <ostream>
#include <span>

#include <nlohmann/json.hpp>

namespace kopilka::app {
namespace {

using Json = nlohmann::ordered_json;

// Of the units of a line that come back, as the receipt stated it.
Money tax_back(const Sale& sale, LineId line, std::span<const ReturnedUnit> units) {
    Money tax;
    for (const UnitCost& cost : unit_costs(sale))
        if (cost.unit.line == line && std::ranges::any_of(units, [&](const ReturnedUnit& unit) {
                return unit.line == line && unit.unit == cost.unit.unit;
            }))
            tax += cost.tax;
    return tax;
}

Json lines_json(const ReturnRequest& request, const PricedReturn& priced) {
    Json lines = Json::array();
    for (std::size_t i = 0; i < request.sale.line_ids.size(); ++i) {
        const BasketLine& line = request.sale.basket.lines[i];
        Money net;
        Json units = Json::array();
        for (const ReturnedUnit& unit : priced.units) {
            if (unit.line != line.id) continue;
            net += unit.paid_back;
            units.push_back(to_string(unit.paid_back));
        }
        if (units.empty()) continue;
        lines.push_back({{"id", request.sale.line_ids[i]},
                         {"sku", line.sku.value},
                         {"net", to_string(net)},
                         {"tax", to_string(tax_back(request.original.sale, line.id, priced.units))},
                         {"units", std::move(units)}});
    }
    return lines;
}

// Which certificate gets how much, and what it then holds.
Json certificates_back_json(const std::vector<Tender>& tenders) {
    Json all = Json::array();
    for (const Tender& tender : tenders)
        if (tender.kind == TenderKind::Certificate)
            all.push_back({{"reference", tender.reference},
                           {"amount", to_string(tender.amount)},
                           {"left", to_string(tender.balance)}});
    return all;
}

// Certificates that were sold and come back: nobody may pay with them any more.
Json certificates_cancelled_json(const ReturnRequest& request, const PricedReturn& priced,
                                 const Publication& publication) {
    Json all = Json::array();
    for (std::size_t i = 0; i < request.sale.line_ids.size(); ++i) {
        const BasketLine& line = request.sale.basket.lines[i];
        if (!is_certificate(line, publication)) continue;
        const PricedLine& sold = request.original.sale.lines[i];
        for (const ReturnedUnit& unit : priced.units)
            if (unit.line == line.id)
                all.push_back({{"line", request.sale.line_ids[i]},
                               {"number", sold.units.size() == 1 ? line.serial : std::string()},
                               {"amount", to_string(sold.units[unit.unit])}});
    }
    return all;
}

// "earned" as taken back and "redeemed" as given back, both negative: as a sale has them, undone.
Json points_back_json(const PricedReturn& priced, const std::optional<MemberView>& after,
                      LocalTime at) {
    Points earned, redeemed, refunded, balance;
    for (const LedgerEntry& entry : priced.ledger) {
        if (entry.member) continue;
        const bool money = entry.kind == LedgerKind::Adjustment;
        (money ? refunded : entry.amount < kNoPoints ? earned : redeemed) += entry.amount;
    }
    if (after)
        for (const auto& [programme, account] : after->accounts)
            balance += active_balance(account, at.instant);
    return {{"earned", to_string(earned)},
            {"redeemed", to_string(-redeemed)},
            {"refunded", to_string(refunded)},
            {"balance_change", to_string(earned + redeemed + refunded)},
            {"balance_after", to_string(balance)},
            {"charged", to_string(priced.points_charged)}};
}

void put_turn(Json& lines, const ReturnRequest& request, std::span<const UnitRef> came,
              std::size_t turn) {
    for (std::size_t i = 0; i < request.sale.line_ids.size(); ++i) {
        std::vector<std::uint32_t> units;
        for (const UnitRef& unit : came)
            if (unit.line == request.sale.basket.lines[i].id) units.push_back(unit.unit);
        if (!units.empty())
            lines.push_back({{"id", request.sale.line_ids[i]}, {"units", units}, {"turn", turn}});
    }
}

// Every unit that has come back, return by return, by line.
Json returned_json(const ReturnRequest& request) {
    Json lines = Json::array();
    for (std::size_t i = 0; i < request.before.size(); ++i)
        put_turn(lines, request, request.before[i], i + 1);
    put_turn(lines, request, request.units, request.before.size() + 1);
    return lines;
}

}  // namespace

void write_return_result(const ReturnRequest& request, const PricedReturn& priced,
                         const Publication& publication, std::ostream& out) {
    Json original = echo(request.written);
    original["returned"] = returned_json(request);
    Json accounts = Json::object();
    std::optional<MemberView> after;
    std::vector<TierResult> tiers;
    if (request.member) {
        after = member_after(*request.member, priced, publication, request.at);
        accounts = accounts_json(*after, request.at);
        tiers = tiers_of_return(publication, *request.member, *after, request.at);
    }
    Json changes = Json::array();
    for (const OfferChange& change : priced.changes)
        changes.push_back({{"id", change.offer.value}, {"amount", to_string(-change.amount)}});
    const Json result{
        {"total", to_string(priced.total)},
        {"tax_total", to_string(priced.tax)},
        {"lines", lines_json(request, priced)},
        {"tenders", tenders_json(priced.tenders)},
        {"certificates_back", certificates_back_json(priced.tenders)},
        {"points", points_back_json(priced, after, request.at)},
        {"ledger", ledger_json(priced.ledger, request.sale.lots, request.at.offset_minutes)},
        {"accounts", std::move(accounts)},
        {"tiers", tiers_json(tiers)},
        {"tier", tier_of(tiers, request.member)},
        {"stamps", priced.stamps},
        {"gifts_back", gifts_json(priced.gifts)},
        {"coupons_cancelled", priced.coupons},
        {"certificates_cancelled", certificates_cancelled_json(request, priced, publication)},
        {"offers", std::move(changes)},
        {"original", std::move(original)}};
    out << result.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

}  // namespace kopilka::app
