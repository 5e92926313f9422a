// A TOML text as a tree of plain values, each with its place. The only door to the TOML library.
#pragma once
#include "pos/core/result.h"
#include "pos/core/time.h"
#include "pos/loyalty/programme.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kopilka {

struct TomlPlace {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

struct TomlFloat {};  // exists only to be refused: money and percentages are exact decimals
struct TomlOther {};  // a date-time with an offset

struct TomlEntry;
struct TomlTable {
    std::vector<TomlEntry> entries;
    const TomlEntry* find(std::string_view key) const;
};
struct TomlValue {
    TomlPlace place;
    std::variant<std::string, std::int64_t, bool, TomlFloat, Date, ClockMoment, TomlOther,
                 std::vector<TomlValue>, TomlTable>
        value;
    const TomlTable* table() const { return std::get_if<TomlTable>(&value); }
    const std::vector<TomlValue>* array() const {
        return std::get_if<std::vector<TomlValue>>(&value);
    }
};
struct TomlEntry {
    std::string key;
    TomlPlace place;  // of the key
    TomlValue value;
};

// The root table, or the one place where the text is not TOML.
tl::expected<TomlValue, ProgrammeError> parse_toml(const PublicationFile& file);

}  // namespace kopilka
