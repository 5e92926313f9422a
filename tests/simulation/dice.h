// Chance from a seed.
#pragma once
#include "tests/support/split_mix.h"

namespace kopilka::simulation {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : numbers_(seed) {}
    std::uint64_t draw() { return numbers_.next(); }
    // 0 … n − 1, n above zero.
    std::uint64_t below(std::uint64_t n) { return draw() % n; }
    std::int64_t between(std::int64_t least, std::int64_t most) {
        return least +
               static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least + 1)));
    }
    bool happens(unsigned percent) { return below(100) < percent; }

private:
    SplitMix numbers_;
};

}  // namespace kopilka::simulation
