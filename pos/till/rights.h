// Rights to spend points, around a customer at the desk: asked for when they come, let go when they
// leave, taken into the price when they arrive. Internal to pos/till.
#pragma once
#include "pos/till/turn.h"

namespace kopilka {

// Whether the event was news of rights. They only ever allow more, so a receipt that is being paid
// is not disturbed; one that is on its way to disk is left as it is.
bool takes_rights(Turn& turn, SaleStage& sale, const Event& event);

// Who is at the desk, and whether the server is.
struct AtDesk {
    std::optional<MemberId> member;
    bool online = false;
    bool operator==(const AtDesk&) const = default;
};
AtDesk at_desk(const SaleStage& sale, const SyncStage& sync);
// What follows from the change: whoever left is let go, for whoever came is asked.
void follow_customer(Turn& turn, const AtDesk& before, const AtDesk& now, const SaleStage& sale);

}  // namespace kopilka
