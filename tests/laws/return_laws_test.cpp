// Paying back, on random sales: every unit, in any order and in any company.
#include "pos/sale/return.h"
#include "tests/laws/law.h"

#include <algorithm>

namespace kopilka::laws {
namespace {

Sale sold(const RandomShop& shop) {
    const PricedBasket priced = shop.price();
    Sale sale;
    sale.context = shop.context;
    sale.member = shop.member;
    sale.basket = shop.basket;
    sale.publication = priced.publication;
    sale.lines = priced.lines;
    sale.gifts = priced.gifts;
    sale.ledger = priced.ledger;
    sale.stamps = priced.stamps;
    sale.gross = priced.gross;
    sale.discount_total = priced.discount_total;
    sale.tax_total = priced.tax_total;
    sale.total = priced.total;
    for (const Tender& tender : shop.tenders)
        if (tender.kind == TenderKind::PointsPaid) {
            sale.tenders.push_back(tender);
            sale.tenders.back().amount = priced.total - priced.due;
        }
    Tender cash;
    cash.amount = priced.due;
    sale.tenders.push_back(cash);
    return sale;
}

std::vector<UnitRef> units_of(const Sale& sale) {
    std::vector<UnitRef> units;
    for (const PricedLine& line : sale.lines)
        for (std::uint32_t unit = 0; unit < line.units.size(); ++unit)
            units.push_back({line.id, unit});
    return units;
}

// Some of the units, taken out.
std::vector<UnitRef> some_of(std::vector<UnitRef>& units, Dice& dice) {
    std::vector<UnitRef> some;
    const int count = dice.number(1, static_cast<int>(units.size()));
    for (int i = 0; i < count; ++i) {
        const auto at = units.begin() + dice.number(0, static_cast<int>(units.size()) - 1);
        some.push_back(*at);
        units.erase(at);
    }
    return some;
}

TEST(ReturnLaws, AllUnitsPayBackExactlyWhatWasPaidAndRestoreTheLedger) {
    hold({}, [](Dice& dice) {
        const RandomShop shop = random_shop(dice);
        RC_LOG() << shop.story();
        OriginalSale original;
        original.at = shop.context.at;
        original.sale = sold(shop);
        Money paid;
        for (const Tender& tender : original.sale.tenders)
            if (tender.kind != TenderKind::PointsPaid) paid += tender.amount;
        std::map<ProgrammeId, Points> ledger;
        for (const LedgerEntry& entry : original.sale.ledger)
            ledger[entry.programme] += entry.amount;
        auto units = units_of(original.sale);
        const LocalTime later{{shop.context.at.instant.ms + 86'400'000LL * dice.number(0, 90)},
                              shop.context.at.offset_minutes};
        Money back;
        while (!units.empty()) {
            const auto some = some_of(units, dice);
            const auto one = price_return(original, some, {later, &shop.publication, nullptr});
            RC_ASSERT(one.has_value());
            RC_ASSERT(one->total >= kNoMoney);
            back += one->total;
            for (const LedgerEntry& entry : one->ledger) {
                ledger[entry.programme] += entry.amount;
                RC_ASSERT(entry.kind != LedgerKind::Restored || *entry.expires > later.instant);
            }
            original.paid_back.insert(original.paid_back.end(), one->tenders.begin(),
                                      one->tenders.end());
            original.returned.insert(original.returned.end(), one->units.begin(), one->units.end());
        }
        RC_ASSERT(back == paid);
        for (const auto& [programme, points] : ledger) RC_ASSERT(points == kNoPoints);
    });
}

}  // namespace
}  // namespace kopilka::laws
