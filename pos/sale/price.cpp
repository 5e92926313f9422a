#include "pos/sale/price.h"

#include "pos/loyalty/programme.h"
#include "pos/sale/digest.h"
#include "pos/sale/worksheet.h"

#include <algorithm>

namespace kopilka {
namespace {

Money tax_of(Money net, BasisPoints rate, TaxMode mode) {
    switch (mode) {
        case TaxMode::None: return kNoMoney;
        case TaxMode::Excluded: return share(net, rate, Rounding::HalfUp);
        case TaxMode::Included:
            return Money::of(scale(net.count(), rate.value, BasisPoints::kWhole + rate.value,
                                   Rounding::HalfUp));
    }
    return kNoMoney;
}

PricedLine priced_line(const Worksheet& sheet, const SheetLine& from, TaxMode mode) {
    PricedLine line;
    line.id = from.line->id;
    line.gross = Money::of(from.gross);
    line.net = Money::of(sheet.running(from));
    line.discount = line.gross - line.net;
    line.tax = tax_of(line.net, from.line->tax_rate, mode);
    for (std::uint32_t i = 0; i < from.unit_count; ++i)
        line.units.push_back(Money::of(sheet.units[from.first_unit + i].running));
    line.savings = from.savings;
    return line;
}

void add_up(PricedBasket& priced, TaxMode mode) {
    for (const PricedLine& line : priced.lines) {
        priced.gross += line.gross;
        priced.discount_total += line.discount;
        priced.tax_total += line.tax;
        priced.total += line.net;
    }
    if (mode == TaxMode::Excluded) priced.total += priced.tax_total;
}

// What is still to pay, and the change: only cash is handed back.
void settle(PricedBasket& priced, std::span<const Tender> tenders) {
    Money paid, cash;
    for (const Tender& tender : tenders) {
        if (tender.kind == TenderKind::PointsPaid) continue;
        paid += tender.amount;
        if (tender.kind == TenderKind::Cash) cash += tender.amount;
    }
    priced.due = std::max(kNoMoney, priced.total - paid);
    priced.change = std::clamp(paid - priced.total, kNoMoney, cash);
}

}  // namespace

PricedBasket price(const Publication& publication, const PriceContext& context,
                   const MemberView* member, const Basket& basket,
                   std::span<const Tender> tenders) {
    static_cast<void>(member);
    const Worksheet sheet = Worksheet::of(basket);
    PricedBasket priced;
    priced.publication = publication.hash();
    for (const SheetLine& line : sheet.lines)
        priced.lines.push_back(priced_line(sheet, line, context.tax));
    add_up(priced, context.tax);
    settle(priced, tenders);
    priced.digest = digest_of(priced);
    return priced;
}

std::optional<Explanation> explain(const OfferId&, const Publication&, const PriceContext&,
                                   const MemberView*, const Basket&, std::span<const Tender>) {
    return std::nullopt;
}

}  // namespace kopilka
