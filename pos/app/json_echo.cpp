#include "pos/app/json_echo.h"

#include <charconv>

#include <nlohmann/json.hpp>

namespace kopilka::app {
namespace {

using Json = nlohmann::ordered_json;

struct Echo {
    Json operator()(std::monostate) const { return {}; }
    Json operator()(bool truth) const { return truth; }
    Json operator()(const std::string& text) const { return text; }
    Json operator()(const JsonNumber& number) const {
        std::int64_t whole = 0;
        const char* end = number.spelling.data() + number.spelling.size();
        const auto read = std::from_chars(number.spelling.data(), end, whole);
        return read.ec == std::errc() && read.ptr == end ? Json(whole) : Json(number.spelling);
    }
    Json operator()(const std::vector<JsonValue>& values) const {
        Json json = Json::array();
        for (const JsonValue& value : values) json.push_back(echo(value));
        return json;
    }
    Json operator()(const JsonObject& object) const {
        Json json = Json::object();
        for (const JsonEntry& entry : object.entries) json[entry.key] = echo(entry.value);
        return json;
    }
};

}  // namespace

nlohmann::ordered_json echo(const JsonValue& value) { return std::visit(Echo{}, value.value); }

}  // namespace kopilka::app
