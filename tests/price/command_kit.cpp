#include "tests/price/command_kit.h"

#include "pos/app/price_command.h"

#include <sstream>

#include <nlohmann/json.hpp>

namespace kopilka {

Outcomes price_file(const std::string& programme, std::string_view basket, bool json) {
    app::PriceOptions options;
    options.programme = programme;
    options.json = json;
    std::istringstream in{std::string(basket)};
    std::ostringstream out, err;
    Outcomes outcomes;
    outcomes.code = app::price_command(options, in, out, err);
    outcomes.out = out.str();
    outcomes.err = err.str();
    return outcomes;
}

std::string in_repository(std::string_view path) {
    return std::string(SOURCE_DIR) + "/" + std::string(path);
}

std::string value_of(const std::string& json, std::string_view path) {
    const auto value =
        nlohmann::json::parse(json).at(nlohmann::json::json_pointer("/" + std::string(path)));
    return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace kopilka
