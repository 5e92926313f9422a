// What is told of a failure.
#pragma once
#include "tests/simulation/shop_life.h"

#include <filesystem>
#include <string>
#include <vector>

namespace kopilka::simulation {

// Without the acts that a failure does not need; each line of it, and what is violated.
std::string shrunken_story(std::uint64_t seed, const Setting& setting, std::vector<Act> acts,
                           const std::filesystem::path& folder);

}  // namespace kopilka::simulation
