// The shops, their tills, the network and the server under one seed and one virtual time, and what
// must be true of them after each act. The same seed gives the same trace.
#pragma once
#include "pos/core/hash.h"
#include "tests/simulation/shop_life.h"

#include <filesystem>
#include <string>
#include <vector>

namespace kopilka::simulation {

struct Outcome {
    std::vector<std::string> violations;  // empty: none
    std::string told;                     // all that happened, a line each
    Hash256 trace;                        // of that
    std::size_t acts_done = 0;
    std::size_t events = 0;  // things that people did at tills
    std::size_t sales = 0;
    std::size_t spendings = 0;      // lots that were spent of
    std::size_t spent_offline = 0;  // sales with points while the cable was out
    std::int64_t virtual_ms = 0;
};
// Runs these acts in a fresh world below `folder`, which is emptied. One at a time.
Outcome run(std::uint64_t seed, const Setting& setting, const std::vector<Act>& acts,
            const std::filesystem::path& folder);

}  // namespace kopilka::simulation
