#include "pos/sale/return.h"

#include <algorithm>

namespace kopilka {
namespace {

constexpr std::int64_t kDay = 86'400'000;

// One unit of the original, and where its part of every sum of the receipt begins and ends.
struct Share {
    UnitRef unit;
    std::int64_t from = 0;  // sum of the nets before it
    std::int64_t to = 0;
};

struct Shares {
    std::vector<Share> units;
    std::int64_t whole = 0;

    // The part of `sum` between two bounds. Parts of neighbours add up exactly.
    std::int64_t part(std::int64_t sum, const Share& share) const {
        if (whole == 0) return 0;
        return scale(sum, share.to, whole, Rounding::HalfUp) -
               scale(sum, share.from, whole, Rounding::HalfUp);
    }
};

Shares shares_of(const Sale& sale) {
    Shares shares;
    for (const PricedLine& line : sale.lines)
        for (std::uint32_t unit = 0; unit < line.units.size(); ++unit) {
            const std::int64_t net = line.units[unit].count();
            shares.units.push_back({{line.id, unit}, shares.whole, shares.whole + net});
            shares.whole += net;
        }
    return shares;
}

// What was paid with anything but points.
Money money_paid(const Sale& sale) {
    Money paid;
    for (const Tender& tender : sale.tenders)
        if (tender.kind != TenderKind::PointsPaid) paid += tender.amount;
    return paid - sale.change;
}

// An accrual goes back; a redemption comes back into its lot, or as a lot restored where the old
// one would hardly outlive the day.
LedgerEntry reversed(const LedgerEntry& entry, Points part, LocalTime at,
                     const RestoredDays& days) {
    LedgerEntry back = entry;
    back.kind = LedgerKind::Reversal;
    back.amount = -part;
    if (entry.kind != LedgerKind::Redemption || !entry.expires) return back;
    const auto found = days.find(entry.programme);
    const std::int64_t live = found == days.end() ? kRestoredDays : found->second;
    const Instant soon{at.instant.ms + live * kDay};
    if (*entry.expires >= soon) return back;
    back.kind = LedgerKind::Restored;
    back.active = at.instant;
    back.expires = soon;
    return back;
}

std::vector<LedgerEntry> ledger_back(const OriginalSale& original, const Shares& shares,
                                     std::span<const Share> chosen, LocalTime at,
                                     const RestoredDays& days) {
    std::vector<LedgerEntry> ledger;
    for (const LedgerEntry& entry : original.sale.ledger) {
        std::int64_t part = 0;
        for (const Share& share : chosen) part += shares.part(entry.amount.count(), share);
        if (part == 0) continue;
        ledger.push_back(reversed(entry, Points::of(part), at, days));
        ledger.back().operation = static_cast<std::uint32_t>(ledger.size() - 1);
    }
    return ledger;
}

}  // namespace

bool is_returned(const OriginalSale& original, UnitRef unit) {
    return std::ranges::any_of(original.returned, [&](const ReturnedUnit& back) {
        return back.line == unit.line && back.unit == unit.unit;
    });
}

tl::expected<PricedReturn, ReturnRefusal> price_return(const OriginalSale& original,
                                                       std::span<const UnitRef> units, LocalTime at,
                                                       const RestoredDays& days) {
    if (units.empty()) return tl::unexpected(ReturnRefusal::NothingChosen);
    std::vector<UnitRef> wanted(units.begin(), units.end());
    std::ranges::sort(wanted);
    if (std::ranges::adjacent_find(wanted) != wanted.end())
        return tl::unexpected(ReturnRefusal::ChosenTwice);
    const Shares shares = shares_of(original.sale);
    const std::int64_t paid = money_paid(original.sale).count();
    std::vector<Share> chosen;
    PricedReturn priced;
    for (const UnitRef& unit : wanted) {
        const auto share = std::ranges::find(shares.units, unit, &Share::unit);
        if (share == shares.units.end()) return tl::unexpected(ReturnRefusal::NoSuchUnit);
        if (is_returned(original, unit)) return tl::unexpected(ReturnRefusal::AlreadyReturned);
        chosen.push_back(*share);
        const Money back = Money::of(shares.part(paid, *share));
        priced.units.push_back({unit.line, unit.unit, back});
        priced.total += back;
    }
    priced.ledger = ledger_back(original, shares, chosen, at, days);
    return priced;
}

}  // namespace kopilka
