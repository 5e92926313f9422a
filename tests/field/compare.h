// What a case expects beside what `till price --json` answered, line by line.
#pragma once
#include <string>

#include <nlohmann/json.hpp>

namespace kopilka::field {

// Every difference on a line of its own, "line 2 net: expected 90.00, is 91.00"; empty where all
// that `expect` says holds. Throws std::runtime_error where `expect` has a key that nobody knows.
std::string differences(const nlohmann::json& expect, const nlohmann::json& result);
// Laws that hold for every sale: lines add up to the total, units to their line, savings to the
// discount, and every line is a sum that can be paid.
std::string broken_laws(const nlohmann::json& result);

}  // namespace kopilka::field
