#include "tests/laws/dice.h"
#include "tests/support/split_mix.h"

namespace kopilka::laws {
Dice seeded_dice(std::uint64_t seed) {
    return Dice([source = SplitMix(seed)](int from, int to) mutable {
        const auto span = static_cast<std::uint64_t>(to - from) + 1;
        return from + static_cast<int>(source.next() % span);
    });
}

}  // namespace kopilka::laws
