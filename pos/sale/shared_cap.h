// Caps that several offers use up together (limits.cap_group): what is beyond one goes back.
#pragma once
#include "pos/sale/lanes.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace kopilka {

class SharedCaps {
public:
    // After a lane: its results begin at `first_result`, its takes at `first_take`; `won` by unit:
    // what the lane took off it. An offer of which nothing is left has not applied.
    void hold(LanesResult& lanes, std::size_t first_result, std::size_t first_take,
              std::span<std::int64_t> won);

private:
    std::map<std::string, std::int64_t> left_;  // by name, for later lanes
};

}  // namespace kopilka
