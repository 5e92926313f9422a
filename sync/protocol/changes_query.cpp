#include "sync/protocol/changes_query.h"

#include <algorithm>
#include <charconv>

namespace kopilka::sync {
namespace {

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, failed] = std::from_chars(text.data(), end, number);
    if (failed != std::errc() || stop != end) return std::nullopt;
    return number;
}

}  // namespace

std::string to_text(const ChangesQuery& query) {
    return "from=" + std::to_string(query.from) + "&wait=" + std::to_string(query.wait_seconds);
}

std::optional<ChangesQuery> parse_changes_query(std::string_view text) {
    std::optional<std::uint64_t> from, wait;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        const std::string_view name = part.substr(0, part.find('='));
        if (name.size() == part.size() || (name != "from" && name != "wait")) return std::nullopt;
        std::optional<std::uint64_t>& place = name == "from" ? from : wait;
        if (place) return std::nullopt;
        place = whole_number(part.substr(name.size() + 1));
        if (!place) return std::nullopt;
    }
    const ChangesQuery query{from.value_or(0), wait.value_or(0)};
    if (query.from > INT64_MAX) return std::nullopt;
    return query;
}

}  // namespace kopilka::sync
