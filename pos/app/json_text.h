// JSON of flat answers: objects of names and simple values, and arrays of them. Text that is not
// UTF-8 is replaced, never refused.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace kopilka::app {

struct JsonObject;
using JsonValue =
    std::variant<std::nullptr_t, bool, std::uint64_t, std::string, std::vector<JsonObject>>;
struct JsonObject {
    std::vector<std::pair<std::string, JsonValue>> members;  // in the order to write
};

std::string to_text(const JsonObject& object);
std::string to_text(const std::vector<JsonObject>& array);  // one object a line

}  // namespace kopilka::app
