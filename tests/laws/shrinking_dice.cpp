#include "tests/laws/dice.h"

#include <rapidcheck.h>

namespace kopilka::laws {

// At full size from the first case on: a range is a range, not what RapidCheck has grown to.
Dice shrinking_dice() {
    return Dice([](int from, int to) {
        return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(from, to + 1));
    });
}

}  // namespace kopilka::laws
