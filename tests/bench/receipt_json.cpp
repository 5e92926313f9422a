#include "tests/bench/receipt_json.h"

#include <nlohmann/json.hpp>

namespace kopilka::bench {
namespace {

using Json = nlohmann::ordered_json;

Json lines_json(const Sale& sale) {
    Json lines = Json::array();
    for (std::size_t n = 0; n < sale.lines.size(); ++n) {
        const BasketLine& line = sale.basket.lines[n];
        lines.push_back({{"id", line.id.value},
                         {"sku", line.sku.value},
                         {"quantity", line.quantity.count()},
                         {"price", line.unit_price.count()},
                         {"net", sale.lines[n].net.count()}});
    }
    return lines;
}

Json ledger_json(const Sale& sale) {
    Json ledger = Json::array();
    for (const LedgerEntry& entry : sale.ledger)
        ledger.push_back({{"programme", entry.programme.value},
                          {"rule", entry.rule.value},
                          {"amount", entry.amount.count()},
                          {"active", entry.active.ms}});
    return ledger;
}

}  // namespace

Json receipt_json(const JournalRecord& record) {
    const auto& sale = std::get<Sale>(record.entry);
    return {{"till", record.id.till.value},
            {"epoch", record.id.epoch.value},
            {"sequence", record.id.sequence.value},
            {"previous", to_string(record.previous)},
            {"date", record.business_date.days},
            {"cashier", record.cashier.value},
            {"kind", "sale"},
            {"number", sale.number.value},
            {"shift", sale.shift.value},
            {"store", sale.context.store.value},
            {"at", sale.context.at.instant.ms},
            {"offset", sale.context.at.offset_minutes},
            {"member", to_string(sale.member->id)},
            {"lines", lines_json(sale)},
            {"ledger", ledger_json(sale)},
            {"publication", to_string(sale.publication)},
            {"digest", to_string(sale.digest)},
            {"total", sale.total.count()}};
}

}  // namespace kopilka::bench
