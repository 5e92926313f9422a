// What happens in the simulated shops, as single acts: drawn from a seed, told as lines, and done
// again without some of them when a failure is being made shorter.
#pragma once
#include "tests/simulation/dice.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kopilka::simulation {

enum class ActKind : std::uint8_t {
    Sale,         // `amount` pieces; to a member, or to a stranger (member 0)
    SpendPoints,  // the same, with `part` of 4 of the points that may be spent
    Abandon,      // a basket that is voided
    GoodsBack,    // one piece of a sale of this till
    PowerCut,
    DiskFails,    // once, during the next visit
    DiskFull,     // during the next visit
    CableOut,     // for `amount` minutes
    BadLine,      // of all: loses `amount` per cent, and repeats some
    ClockTurned,  // by `amount` minutes
    ClockFrozen,
    ClockRight,
    Saved,       // an image of the disk is put aside
    PutBack,     // and comes back in place of what is there
    Copied,      // both disks go on selling, in two machines
    Dies,        // for good; days later a manager declares it lost, or it comes after all
    ServerDies,  // and comes back after `amount` minutes
    Programme,   // another one is published, the `amount`th
    TimePasses,  // `amount` minutes
};

struct Act {
    ActKind kind = ActKind::Sale;
    std::size_t till = 0;
    int member = 0;
    std::int64_t amount = 0;
    unsigned part = 4;
    std::int64_t after_s = 0;  // since the act before
    std::uint64_t chance = 0;  // of what else is open
};

struct Setting {
    std::size_t tills = 4;  // the first in the one store, the second in the other, and so on
    int members = 4;
    std::size_t acts = 110;  // four or five things happen in most
};
std::vector<Act> life(std::uint64_t seed, const Setting& setting);
std::string words(const Act& act);  // one line of a story

}  // namespace kopilka::simulation
