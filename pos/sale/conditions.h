// Judges an offer's conditions: does it hold, and if not, what is missing and how much of it.
#pragma once
#include "pos/sale/given.h"
#include "pos/sale/worksheet.h"

namespace kopilka {

struct Verdict {
    bool holds = true;
    ConditionKind kind = ConditionKind::None;  // the first that is missing
    Distance distance;
    Distance further;  // a tier: what is lacking to it
    int missing = 0;   // how many facts are missing at once
    static Verdict missing_one(ConditionKind kind, Distance distance = {}) {
        return {false, kind, std::move(distance), {}, 1};
    }
};

// Amounts and quantities are measured on the sheet as it stands (the beginning of the lane).
Verdict judge(const Condition& condition, const Given& given, const Worksheet& sheet);
// True without judging: no condition at all.
bool always_holds(const Condition& condition);
// Uses already had, against what the offer allows: the limit that is reached; None: it may be used.
ConditionKind limit_reached(const Offer& offer, const Given& given);
bool used_up(const std::map<OfferId, std::int64_t>& uses, const OfferId& offer, std::int64_t most);

// Whole months since joining, as "one year from joining" counts them.
std::int64_t months_since(Date joined, Date today);

}  // namespace kopilka
