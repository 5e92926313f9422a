// Purchases with results known from the field, read from `cases/*.toml`; how such a file is written
// stands in tests/field/README.md. Nothing is priced here.
#pragma once
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace kopilka::field {

// One pricing, or one return of goods priced before.
struct Step {
    nlohmann::json input;   // what `till price` reads; a return lacks its "original"
    nlohmann::json expect;  // only what is said is compared
};

struct Case {
    std::string name;       // a sentence
    std::string programme;  // TOML text, complete
    Step sale;
    std::vector<Step> returns;
};

// The files of `cases/`, without folder and ending, sorted.
std::vector<std::string> files();
// Throws std::runtime_error naming the file and the case where something cannot be read.
std::vector<Case> read_cases(const std::string& file);

}  // namespace kopilka::field
