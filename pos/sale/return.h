// Paying back: what was paid for each unit, and its share of the points, exactly once per unit.
// Not here: who may do it (till), and where the original comes from (store).
#pragma once
#include "pos/sale/journal_entry.h"

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include <tl/expected.hpp>

namespace kopilka {

// A sale as found again, with the units that came back already.
struct OriginalSale {
    RecordId id;
    Hash256 hash;
    LocalTime at;
    Sale sale;
    std::vector<ReturnedUnit> returned;
};

struct UnitRef {  // one unit of one line of the original: index into PricedLine::units
    LineId line;
    std::uint32_t unit = 0;
    auto operator<=>(const UnitRef&) const = default;
};

enum class ReturnRefusal : std::uint8_t {
    NothingChosen,
    NoSuchUnit,
    AlreadyReturned,
    ChosenTwice,
};

struct PricedReturn {
    std::vector<ReturnedUnit> units;  // ascending by line, then unit
    Money total;                      // to pay back in money
    // Earned points go back in proportion, spent points come back; over all units of a receipt the
    // parts sum to what it earned and redeemed, whatever the order of returns.
    std::vector<LedgerEntry> ledger;
    bool operator==(const PricedReturn&) const = default;
};

// Spent points whose lot expires within so many days come back as a lot that lives that long;
// 30 where a programme says nothing.
using RestoredDays = std::map<ProgrammeId, std::int32_t>;
constexpr std::int32_t kRestoredDays = 30;

tl::expected<PricedReturn, ReturnRefusal> price_return(const OriginalSale& original,
                                                       std::span<const UnitRef> units, LocalTime at,
                                                       const RestoredDays& days);
bool is_returned(const OriginalSale& original, UnitRef unit);

}  // namespace kopilka
