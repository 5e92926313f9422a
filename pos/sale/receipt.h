// Receipts and reports as documents for paper: what stands on each line, in either language.
// Not here: printers (drivers/escpos), the screen's preview (it draws the same document).
#pragma once
#include "pos/core/print_document.h"
#include "pos/core/text.h"
#include "pos/loyalty/explanation.h"
#include "pos/sale/return.h"
#include "pos/sale/shop.h"

#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace kopilka {

struct StampCardName {
    Localized name;
    std::int64_t every = 0;  // so many stamps for one free
};

// Everything that a customer's copy of a sale says.
struct SaleReceipt {
    RecordId id;
    Hash256 hash;
    Sale sale;
    LocalTime at;  // of the record; the prices' instant is in the sale
    Localized cashier;
    std::string member_name;  // empty: a stranger
    std::vector<Explanation> explanations;
    std::shared_ptr<const Publication> publication;  // names its levels; null: they stand by id
    std::vector<PointsResult> points;
    Points expiring;  // soon, and when first
    std::optional<Date> expiring_on;
    std::map<Sku, Localized> gift_names;
    std::map<std::string, StampCardName> stamp_cards;
};
struct ReturnReceipt {
    RecordId id;
    Hash256 hash;
    Return refund;
    Sale original;
    Localized cashier;
};
struct XReport {
    ShiftTotals totals;
    LocalTime at;
    Localized cashier;
};
struct ZReport {
    ShiftClosed closed;
    LocalTime at;
    Localized cashier;
};
struct CashSlip {  // paper for cash put in or taken out
    CashMoved moved;
    LocalTime at;
    Localized cashier;
};
using Paperwork = std::variant<SaleReceipt, ReturnReceipt, XReport, ZReport, CashSlip>;

enum class CopyMark : std::uint8_t { Original, Copy };

PrintDocument lay_out(const Paperwork& what, const ShopSettings& shop, const Texts& texts,
                      CopyMark mark);

// "KR1:nevsky-1/1/42:9f3a01cc": what the receipt's QR holds and a return scans.
std::string receipt_code(const RecordId& id, const Hash256& hash);

}  // namespace kopilka
