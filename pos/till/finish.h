// What is on disk, with everything that its paper and the last screen say. Internal to pos/till.
#pragma once
#include "pos/till/turn.h"

namespace kopilka {

stage::Finished finished_sale(const Turn& turn, const stage::CommitSale& sale, const Stamp& stamp);
stage::Finished finished_return(const Turn& turn, const stage::CommitReturn& goods,
                                const Stamp& stamp);

// The same of a record from before a restart. Why its prices were so is said only while the
// programmes of that sale are still in force.
stage::Finished finished_again(const Turn& turn, const PaperRecord& paper);

// Takes the name out of a paper that is kept for a later copy: the customer may have left long ago.
// In place, since what a short text is moved out of keeps all of it but its first letter.
void wipe_customer(stage::Finished& done);

// A member's points that expire within `days` from now, and the first date of it.
struct Expiring {
    Points points;
    std::optional<Date> first;
};
constexpr std::int32_t kSoonDays = 30;
Expiring expiring_soon(const MemberView& member, LocalTime now, std::int32_t days = kSoonDays);

}  // namespace kopilka
