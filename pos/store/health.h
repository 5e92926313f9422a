// Whether what a till has on its disk can be read, found out in a process of its own: LMDB believes
// every byte of its file, and may die of a damaged one. Asked at start, before the environments are
// opened and the till has threads.
// Not here: what is done about it (pos/app/premises.h, salvage.h).
#pragma once
#include "pos/store/folder.h"
#include "pos/store/keys.h"

namespace kopilka {

enum class Health : std::uint8_t {
    Sound,
    Damaged,
    Unknown,  // no process that could find out, or another error than damage: opening will say
};
enum class Look : std::uint8_t {
    AtTheEnds,  // what every start reads anyway
    Everywhere  // every value, and that each is found where it is looked for
};

// Sound as well where there is nothing yet.
Health examine_journal(const DataFolder& folder, Look look);
Health examine_cache(const DataFolder& folder, const Keys& keys, Look look);

}  // namespace kopilka
