#pragma once
#include <cstdint>

namespace kopilka::simulation {

// What libsodium draws comes from this seed from now on: keys, salts and draws are the same in each
// run.
void seed_randomness(std::uint64_t seed);

}  // namespace kopilka::simulation
