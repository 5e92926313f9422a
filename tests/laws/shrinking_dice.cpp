#include "tests/laws/dice.h"

#include <rapidcheck.h>

namespace kopilka::laws {

Dice shrinking_dice(std::uint64_t seed) {
    return Dice([first = seeded_dice(seed)](int from, int to) mutable {
        const int rolled = first.number(from, to);
        const rc::Gen<int> gen([=](const rc::Random&, int) {
            return rc::shrinkable::shrinkRecur(
                int{rolled}, [from](int value) { return rc::shrink::towards(value, from); });
        });
        return *gen;
    });
}

}  // namespace kopilka::laws
