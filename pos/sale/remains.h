// What stays of a receipt when some of its units have come back: what it cost, and what its offers
// would give it. Each question is answered from the original alone, so that the answer for all that
// has come back so far, less the answer before, is what one return changes.
#pragma once
#include "pos/sale/points_earn.h"
#include "pos/sale/return.h"

#include <set>

namespace kopilka {

using UnitSet = std::set<UnitRef>;

// What one unit of the original cost the customer: its net and, where tax is on top, its part of
// it.
struct UnitCost {
    UnitRef unit;
    Money net;
    Money tax;   // its part of the line's, inside or on top
    Money cost;  // net, and the tax where it is on top
};
std::vector<UnitCost> unit_costs(const Sale& sale);

// What this offer (or programme, for points spent as a discount) took off a unit.
Money saved_on(const PricedLine& line, std::uint32_t unit, const OfferId& offer);

class Remains {
public:
    // `gone`: all that has come back so far.
    Remains(const Sale& sale, const UnitSet& gone, const Publication& publication);
    Remains(const Remains&) = delete;
    Remains& operator=(const Remains&) = delete;

    bool empty() const { return basket_.lines.empty(); }
    // What stays costs so much more by the policy of each offer; in order of the publication.
    std::vector<OfferChange> changes() const;
    Money change_with_tax() const;  // their sum, tax on top included
    // What an offer that is evaluated again takes off each unit that stays, where it does.
    std::vector<Money> savings_by(const OfferId& offer) const;
    // What each rule would have earned. `with_points`: worth of points still paid with.
    std::vector<PointsEarned> earned(Money with_points) const;
    // By how much the points of this programme are multiplied on each unit that stays, in basis
    // points; none where nothing multiplies them.
    std::vector<std::int64_t> multipliers(const Programme& programme) const;
    std::map<std::string, std::int64_t> stamps() const;  // cards after what stays
    bool gives(const OfferId& offer) const;              // still applies
    Quantity given(const Gift& gift) const;              // of these goods, by that offer

private:
    struct Kept {  // a unit that stays
        UnitRef unit;
        const PricedLine* line = nullptr;
    };
    Money change_on(const Offer& offer, std::size_t line) const;
    void evaluate();
    void add_stamp_cards();

    const Sale& sale_;
    const Publication& publication_;
    Basket basket_;
    std::optional<MemberView> member_;  // with the levels that the whole receipt had
    std::vector<Kept> kept_;            // as the sheet's units
    Given given_;
    std::vector<const Offer*> again_;  // offers that are evaluated again
    LanesResult lanes_;
};

}  // namespace kopilka
