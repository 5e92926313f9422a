#include "tests/laws/dice.h"

namespace kopilka::laws {
namespace {

struct SplitMix {
    std::uint64_t state;
    std::uint64_t next() {
        std::uint64_t z = state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
};

}  // namespace

Dice seeded_dice(std::uint64_t seed) {
    return Dice([source = SplitMix{seed}](int from, int to) mutable {
        const auto span = static_cast<std::uint64_t>(to - from) + 1;
        return from + static_cast<int>(source.next() % span);
    });
}

}  // namespace kopilka::laws
