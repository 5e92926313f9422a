#include "tests/simulation/seeded_randomness.h"

#include "tests/simulation/dice.h"

#include <cstddef>

#include <sodium.h>

namespace kopilka::simulation {
namespace {

Dice drawn_from(0);

std::uint32_t draw_number() { return static_cast<std::uint32_t>(drawn_from.draw()); }
void draw_bytes(void* const to, const std::size_t size) {
    auto* bytes = static_cast<std::uint8_t*>(to);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(drawn_from.draw());
}
const char* its_name() { return "simulated"; }

randombytes_implementation seeded{its_name, draw_number, nullptr, nullptr, draw_bytes, nullptr};

}  // namespace

void seed_randomness(std::uint64_t seed) {
    drawn_from = Dice(seed);
    randombytes_set_implementation(&seeded);
}

}  // namespace kopilka::simulation
