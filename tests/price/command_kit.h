// The commands as a shell calls them: files in a folder of the test's own, both outputs kept.
#pragma once
#include "tests/support/temporary_folder.h"

#include <string>
#include <string_view>

namespace kopilka {

struct Outcomes {
    int code = -1;
    std::string out;
    std::string err;
};

// `till price --json` (or without) on this programme file and this basket.
Outcomes price_file(const std::string& programme, std::string_view basket, bool json = true);
// A path below the repository.
std::string in_repository(std::string_view path);
// "total" and other values of the JSON result, by path: "offers/0/id".
std::string value_of(const std::string& json, std::string_view path);

}  // namespace kopilka
