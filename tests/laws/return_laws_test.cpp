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
        RC_LOG() << shop.programme;
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
