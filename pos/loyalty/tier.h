// Levels of a programme: from what a member reaches them, how long they hold, how they are lost.
// Which level a member has is pos/sale/tiers.h.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/text.h"

#include <cstdint>

namespace kopilka {

enum class TierBasis : std::uint8_t {
    Spent,    // paid, in minor units
    Earned,   // points, in hundredths
    Visits,   // purchases
    Balance,  // points that could be spent at that moment, in hundredths
};
// A stretch of time in which something counts, or for which it holds.
enum class Span : std::uint8_t {
    Life,  // without end; as a time to keep: none
    Days,
    Months,
    CalendarYear,  // as a time to keep: to the end of the next year
};
enum class Downgrade : std::uint8_t { ToMerit, ByOne, Never };
enum class NextLevel : std::uint8_t { Carried, Reset };  // what counted for the last level
enum class Promotion : std::uint8_t {
    Central,      // the till only shows how far it is
    NextReceipt,  // what was bought before counts at the till too
    ThisReceipt,  // and what is being bought
};

struct TierRules {
    TierBasis basis = TierBasis::Spent;
    bool returns_count = true;  // what came back is taken off again
    Span window = Span::Life;
    std::int32_t window_count = 0;
    Span keep = Span::Life;
    std::int32_t keep_count = 0;
    Downgrade downgrade = Downgrade::ToMerit;
    NextLevel next_level = NextLevel::Carried;
    Promotion promotion = Promotion::Central;
    // A receipt that leaves the member below a level takes the level away; else only central does.
    bool lost_at_once = false;
    bool operator==(const TierRules&) const = default;
};

struct Tier {  // ascending
    TierId id;
    Localized name;
    std::int64_t from = 0;  // reached at this, in the basis
    bool operator==(const Tier&) const = default;
};

}  // namespace kopilka
