// Reads the keys of one TOML table, one verb for each kind of value. What is wrong is noted with
// its place and with what to write instead; reading goes on, so that one run names every mistake.
#pragma once
#include "pos/loyalty/parse.h"
#include "pos/loyalty/toml_tree.h"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kopilka {

// Where mistakes of one file are noted.
struct ErrorList {
    std::string file;
    ProgrammeErrors errors;
    void add(TomlPlace place, std::string text);
};

class TableReader {
public:
    // `what` names the table in messages: "offer", "points". `place` is where it begins.
    TableReader(const TomlTable& table, TomlPlace place, std::string what, ErrorList& errors)
        : table_(&table), place_(place), what_(std::move(what)), errors_(&errors) {}

    bool has(std::string_view key);
    TomlPlace place(std::string_view key) const;  // of the key, else of the table
    TomlPlace place() const { return place_; }
    ErrorList& errors() { return *errors_; }
    void wrong(std::string_view key, std::string text);

    std::optional<std::string> text(std::string_view key);
    std::string id(std::string_view key);                      // required: a-z 0-9 - _ .
    std::optional<Localized> localized(std::string_view key);  // { ru, en } or one text for both
    std::optional<bool> boolean(std::string_view key);
    std::optional<std::int64_t> integer(std::string_view key, std::int64_t least,
                                        std::int64_t most);
    std::optional<Money> money(std::string_view key);        // ≥ 0: "40.00" or 40
    std::optional<Points> points(std::string_view key);      // ≥ 0: "12.5" or 12
    std::optional<Quantity> quantity(std::string_view key);  // > 0: "0.350" or 3
    std::optional<BasisPoints> percent(std::string_view key, std::int64_t most_percent = 100);
    std::optional<Date> date(std::string_view key);           // 2026-03-08
    std::optional<ClockMoment> moment(std::string_view key);  // 2026-03-08T09:00:00
    std::optional<int> clock(std::string_view key);           // "18:00" → minute of the day
    std::vector<std::string> texts(std::string_view key);     // "a" or ["a", "b"]; not empty

    template <typename E, std::size_t N>
    std::optional<E> choice(std::string_view key,
                            const std::array<std::pair<std::string_view, E>, N>& names) {
        const auto word = text(key);
        if (!word) return std::nullopt;
        std::vector<std::string_view> known;
        for (const auto& [name, value] : names) {
            if (name == *word) return value;
            known.push_back(name);
        }
        unknown_word(value_place(key), key, *word, known);
        return std::nullopt;
    }

    // A table inside; nullopt where absent or not a table (noted).
    std::optional<TableReader> table(std::string_view key, std::string what);
    // [[key]] or key = [ {…}, {…} ].
    std::vector<TableReader> tables(std::string_view key, std::string what);
    const TomlValue* raw(std::string_view key);
    // Notes every key that nobody asked for. Call last.
    void finish();

    static std::optional<BasisPoints> parse_percent(std::string_view text);

private:
    const TomlValue* find(std::string_view key);
    TomlPlace value_place(std::string_view key) const;
    template <typename Parse>
    auto decimal(std::string_view key, std::string_view example, Parse parse)
        -> decltype(parse(std::string_view()));
    void unknown_word(TomlPlace place, std::string_view key, std::string_view word,
                      const std::vector<std::string_view>& known);

    const TomlTable* table_;
    TomlPlace place_;
    std::string what_;
    ErrorList* errors_;
    std::vector<std::string> asked_;
};

}  // namespace kopilka
