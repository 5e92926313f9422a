// Paying back, on random sales: every unit, in any order and in any company.
#include "pos/sale/return.h"
#include "tests/laws/law.h"
#include "tests/laws/sold.h"

#include <algorithm>

namespace kopilka::laws {
namespace {

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
