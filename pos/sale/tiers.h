// Which level of a programme a member has, and how far it is to the next. This is where the rules
// for reaching, keeping and losing a level stand.
#pragma once
#include "pos/loyalty/explanation.h"
#include "pos/loyalty/programme.h"
#include "pos/sale/given.h"

#include <vector>

namespace kopilka {

// One receipt of a member's past. A return's sums are negative.
struct Visit {
    Date day;
    Money spent;
    Points earned;
    bool is_return = false;
    bool operator==(const Visit&) const = default;
};
struct TierHistory {
    std::vector<Visit> visits;        // any order; those of one day count one after another
    Points balance;                   // that can be spent now, for TierBasis::Balance
    TierId floor;                     // given by hand; empty: none
    std::optional<Date> floor_until;  // the last day of it; nullopt: for good
};

// The standing on that day, from nothing but the past: promotions at once, what a level is kept
// for, then renewed, or lost as the programme says. Worked: gold from 10 000 in 12 months, kept 12
// months: bought for 10 000 on 1 March 2025, gold until 1 March 2026; then again what the last 12
// months say.
Standing tier_at(const TierHistory& history, const Programme& programme, Date at);

// The same standing, raised to the level given by hand where that is higher and holds on that day.
Standing not_below_floor(Standing standing, const Programme& programme, Date at);

// As a till sees it: what central said and the till has seen since; for members without a standing
// their tier, lifetime spend and number of purchases.
Standing standing_of(const MemberView& member, const Programme& programme, Instant at);

// The level that conditions see: promoted at the till where the programme says so. `coming`: what
// this receipt costs so far.
TierId tier_now(const Given& given, const Programme& programme, Money coming);

// What is lacking to a level, beside what `standing` has; nothing where nothing is.
Distance distance_to(const Tier& tier, const Standing& standing, const Programme& programme);

// The next level above `tier` and what is lacking, beside what `standing` has already.
struct NextTier {
    TierId tier;  // empty: there is none above
    Distance to_go;
};
NextTier next_tier(const Standing& standing, const TierId& tier, const Programme& programme);

// Every programme with levels: before and after a receipt that was `priced`.
std::vector<TierResult> tiers_of(const Given& given, const PricedBasket& priced);
// A return is booked in `after`: in programmes that do not count returns, the standing is as
// before.
void leave_out_return(MemberView& after, const MemberView& before, const Publication& publication,
                      Instant at);
// Before and after a return, from the member before it and once it is booked.
std::vector<TierResult> tiers_of_return(const Publication& publication, const MemberView& before,
                                        const MemberView& after, LocalTime at);

}  // namespace kopilka
