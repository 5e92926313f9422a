#include "pos/loyalty/toml_tree.h"

#include <algorithm>

#include <toml++/toml.h>

namespace kopilka {
namespace {

constexpr int kDeepest = 32;  // inline tables inside each other; programmes need five

TomlPlace place_of(const toml::source_region& source) {
    return {std::max<std::uint32_t>(source.begin.line, 1),
            std::max<std::uint32_t>(source.begin.column, 1)};
}

Date date_of(const toml::date& date) { return to_date({date.year, date.month, date.day}); }

TomlValue value_of(const toml::node& node, int depth);

TomlValue table_of(const toml::table& table, int depth) {
    TomlTable tree;
    for (const auto& [key, node] : table)
        tree.entries.push_back(
            {std::string(key.str()), place_of(key.source()), value_of(node, depth + 1)});
    std::ranges::sort(tree.entries, [](const TomlEntry& a, const TomlEntry& b) {
        return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
    });
    return {place_of(table.source()), std::move(tree)};
}

TomlValue array_of(const toml::array& array, int depth) {
    std::vector<TomlValue> values;
    for (const toml::node& node : array) values.push_back(value_of(node, depth + 1));
    return {place_of(array.source()), std::move(values)};
}

TomlValue value_of(const toml::node& node, int depth) {
    const TomlPlace place = place_of(node.source());
    if (depth > kDeepest) return {place, TomlOther{}};
    if (const auto* text = node.as_string()) return {place, text->get()};
    if (const auto* number = node.as_integer()) return {place, number->get()};
    if (const auto* yes = node.as_boolean()) return {place, yes->get()};
    if (node.is_floating_point()) return {place, TomlFloat{}};
    if (const auto* date = node.as_date()) return {place, date_of(date->get())};
    if (const auto* array = node.as_array()) return array_of(*array, depth);
    if (const auto* table = node.as_table()) return table_of(*table, depth);
    if (const auto* moment = node.as_date_time(); moment && !moment->get().offset)
        return {place, ClockMoment{date_of(moment->get().date),
                                   moment->get().time.hour * 60 + moment->get().time.minute}};
    return {place, TomlOther{}};
}

}  // namespace

const TomlEntry* TomlTable::find(std::string_view key) const {
    const auto found = std::ranges::find(entries, key, &TomlEntry::key);
    return found == entries.end() ? nullptr : &*found;
}

tl::expected<TomlValue, ProgrammeError> parse_toml(const PublicationFile& file) {
    try {
        return table_of(toml::parse(file.text, file.name), 0);
    } catch (const toml::parse_error& error) {
        const TomlPlace place = place_of(error.source());
        return tl::unexpected(ProgrammeError{
            file.name, place.line, place.column,
            std::string(error.description()) +
                "; this is not TOML: write  key = value  lines, texts, decimals and times in "
                "\"quotes\", dates as 2026-12-01, [[offer]] before each offer, and keep { … } on "
                "one line"});
    }
}

}  // namespace kopilka
