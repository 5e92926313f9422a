// What the tests that kill draw from, and for how long.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

namespace kopilka {

inline bool is_long() { return std::getenv("KOPILKA_LONG") != nullptr; }

// Prints its seed; KOPILKA_SEED chooses it.
inline std::mt19937_64 seeded_chance() {
    const char* given = std::getenv("KOPILKA_SEED");
    const std::uint64_t seed = given != nullptr ? std::stoull(given) : std::random_device()();
    std::cout << "KOPILKA_SEED=" << seed << "\n";
    return std::mt19937_64(seed);
}

}  // namespace kopilka
