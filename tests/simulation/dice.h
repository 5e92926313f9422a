// Chance from a seed, the same on every machine: SplitMix64 (Steele, Lea, Flood 2014).
#pragma once
#include <cstdint>
#include <utility>

namespace kopilka::simulation {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t draw() {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    // 0 … n − 1, n above zero.
    std::uint64_t below(std::uint64_t n) { return draw() % n; }
    std::int64_t between(std::int64_t least, std::int64_t most) {
        return least +
               static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least + 1)));
    }
    bool happens(unsigned percent) { return below(100) < percent; }
    Dice fork() { return Dice(draw()); }

private:
    std::uint64_t state_;
};

}  // namespace kopilka::simulation
