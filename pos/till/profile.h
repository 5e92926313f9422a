// A member tells of themself at the till, agrees that it is kept, and is rewarded as the programme
// says. What is typed arrives as text and is understood here. Internal to pos/till.
#pragma once
#include "pos/till/turn.h"

#include <tl/expected.hpp>

namespace kopilka {

// What was typed, as a profile; `today` is the shop's day. Surname and phone may be empty.
tl::expected<Profile, Refusal> understood(const event::ProfileTold& told, Date today);

SaleStage ask_profile(Turn& turn, stage::Ringing stage);
SaleStage keep_profile(Turn& turn, stage::Asking stage, const event::ProfileTold& told);
// On disk: the member has the tag, and the receipt is priced with it.
SaleStage profile_kept(Turn& turn, const stage::CommitProfile& kept);

}  // namespace kopilka
