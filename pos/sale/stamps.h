// Stamp cards: every n-th unit is free, the units before it are on the member's card.
#pragma once
#include "pos/loyalty/member.h"
#include "pos/loyalty/reward.h"

#include <cstdint>

namespace kopilka {

struct FreeByStamps {
    std::int64_t units = 0;    // free in this receipt
    std::int64_t lacking = 0;  // more units until the next free one
};

// Worked: every 10th, 8 on the card, 3 bought: one is free (the tenth), and one stamp remains.
FreeByStamps free_by_stamps(const StampCard& card, const MemberView* member, std::int64_t bought);

// On the card after `paid` stamped units and `free` ones that cost n − 1 stamps each.
std::int64_t stamps_after(const StampCard& card, std::int64_t before, std::int64_t paid,
                          std::int64_t free);

}  // namespace kopilka
