// A JSON text as a tree of plain values, each with its place; numbers keep their own spelling, so
// that no sum ever passes through a float.
#pragma once
#include "pos/core/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kopilka::app {

struct JsonPlace {
    std::uint32_t line = 1;
    std::uint32_t column = 1;  // in bytes, from 1
};
struct JsonError {
    JsonPlace place;
    std::string text;  // what is wrong and what to write instead
};

struct JsonNumber {
    std::string spelling;
};
struct JsonEntry;
struct JsonObject {
    std::vector<JsonEntry> entries;
    const JsonEntry* find(std::string_view key) const;
};
struct JsonValue {
    JsonPlace place;
    std::variant<std::monostate, bool, JsonNumber, std::string, std::vector<JsonValue>, JsonObject>
        value;
    bool is_null() const { return std::holds_alternative<std::monostate>(value); }
    const JsonObject* object() const { return std::get_if<JsonObject>(&value); }
    const std::vector<JsonValue>* array() const {
        return std::get_if<std::vector<JsonValue>>(&value);
    }
    const std::string* text() const { return std::get_if<std::string>(&value); }
};
struct JsonEntry {
    std::string key;
    JsonPlace place;  // of the key
    JsonValue value;
};

tl::expected<JsonValue, JsonError> parse_json(std::string_view text);

}  // namespace kopilka::app
