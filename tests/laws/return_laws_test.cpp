// Paying back, on random sales: every unit, in any order and in any company.
#include "pos/sale/return.h"
#include "tests/laws/law.h"
#include "tests/laws/sold.h"

#include <algorithm>

namespace kopilka::laws {
namespace {

// What was spent of each lot (by its end) came back: into that lot, or where it has ended or ends
// within 30 days as points restored, which live for 30 days more.
void expect_lots_restored(const Sale& sale, const std::vector<LedgerEntry>& returns, Instant now) {
    constexpr std::int64_t kMonth = 30 * 86'400'000LL;
    std::map<std::optional<Instant>, Points> lots;
    Points to_restore, restored;
    for (const LedgerEntry& entry : sale.ledger) {
        if (entry.kind != LedgerKind::Redemption) continue;
        const bool ends = entry.expires && entry.expires->ms < now.ms + kMonth;
        (ends ? to_restore : lots[entry.expires]) -= entry.amount;
    }
    for (const LedgerEntry& entry : returns) {
        if (entry.amount <= kNoPoints) continue;  // what was earned
        if (entry.kind == LedgerKind::Restored) {
            restored += entry.amount;
            RC_ASSERT(entry.expires && entry.expires->ms >= now.ms + kMonth - 86'400'000);
        } else {
            RC_ASSERT(entry.kind == LedgerKind::Reversal);
            lots[entry.expires] -= entry.amount;
        }
    }
    RC_ASSERT(restored == to_restore);
    for (const auto& [end, points] : lots) RC_ASSERT(points == kNoPoints);
}

TEST(ReturnLaws, AllUnitsPayBackExactlyWhatWasPaidAndRestoreTheLedger) {
    hold({}, [](Dice& dice) {
        const RandomShop shop = random_shop(dice);
        const Telling telling(shop);
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
        std::vector<LedgerEntry> entries;
        while (!units.empty()) {
            const auto some = some_of(units, dice);
            const auto one = price_return(original, some, {later, &shop.publication, nullptr});
            RC_ASSERT(one.has_value());
            RC_ASSERT(one->total >= kNoMoney);
            back += one->total;
            for (const LedgerEntry& entry : one->ledger) {
                ledger[entry.programme] += entry.amount;
                entries.push_back(entry);
                RC_ASSERT(entry.kind != LedgerKind::Restored || *entry.expires > later.instant);
            }
            original.paid_back.insert(original.paid_back.end(), one->tenders.begin(),
                                      one->tenders.end());
            original.returned.insert(original.returned.end(), one->units.begin(), one->units.end());
        }
        RC_ASSERT(back == paid);
        expect_lots_restored(original.sale, entries, later.instant);
        for (const auto& [programme, points] : ledger) RC_ASSERT(points == kNoPoints);
    });
}

}  // namespace
}  // namespace kopilka::laws
