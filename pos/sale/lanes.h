// Lanes: inside one, offers compete or follow each other; from one to the next they compound.
#pragma once
#include "pos/sale/match.h"
#include "pos/sale/proposal.h"

#include <optional>
#include <span>
#include <vector>

namespace kopilka {

// What became of one offer.
struct OfferResult {
    explicit OfferResult(const Offer* of) : offer(of) {}
    const Offer* offer;
    Verdict verdict;          // of its conditions, then of its goods
    bool applied = false;     // its cut was taken, or (an offer without a cut) it gives benefits
    std::int64_t amount = 0;  // taken off
    std::int64_t alone = 0;   // what it would take off by itself when its lane begins
    std::int64_t not_given = 0;
    ConditionKind limited_by = ConditionKind::None;
    std::int64_t applications = 0;
    std::uint32_t order = 0;
    const Offer* lost_to = nullptr;
    std::int64_t by = 0;
    bool approximate = false;
    std::optional<Explanation::Hint> hint;
};

struct LanesResult {
    Worksheet sheet;
    std::vector<OfferResult> offers;  // in the order considered: as in the publication
    std::int64_t discount = 0;        // by offers; manual discounts not counted
};

// An offer that is exclusive for the receipt
// stands against all others together; the customer gets the better side.
LanesResult run_lanes(const Given& given, Worksheet sheet, const TouchedOffers& offers);

}  // namespace kopilka
