// How long a test goes on and what it draws from, where whoever runs it chooses.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <random>
#include <string>

namespace kopilka {

// KOPILKA_LONG is set: tests that count their rounds make many more.
inline bool is_long_run() { return std::getenv("KOPILKA_LONG") != nullptr; }

// KOPILKA_SEED, which repeats a run.
inline std::optional<std::uint64_t> chosen_seed() {
    const char* given = std::getenv("KOPILKA_SEED");
    if (given == nullptr || *given == '\0') return std::nullopt;
    return std::stoull(given);
}

// The chosen one, or one drawn now; printed, so that it can be chosen again.
inline std::uint64_t printed_seed() {
    const std::uint64_t seed = chosen_seed().value_or(std::random_device()());
    std::cout << "KOPILKA_SEED=" << seed << std::endl;
    return seed;
}

}  // namespace kopilka
