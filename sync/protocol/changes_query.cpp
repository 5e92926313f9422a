#include "sync/protocol/changes_query.h"

#include <algorithm>
#include <array>
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
    std::string text =
        "from=" + std::to_string(query.from) + "&wait=" + std::to_string(query.wait_seconds);
    if (query.heard > 0) text += "&heard=" + std::to_string(query.heard);
    return text;
}

std::optional<ChangesQuery> parse_changes_query(std::string_view text) {
    constexpr std::array<std::string_view, 3> kNames{"from", "wait", "heard"};
    std::array<std::optional<std::uint64_t>, kNames.size()> numbers;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        const std::string_view name = part.substr(0, part.find('='));
        const auto* const known = std::ranges::find(kNames, name);
        if (name.size() == part.size() || known == kNames.end()) return std::nullopt;
        auto& place = numbers.at(static_cast<std::size_t>(known - kNames.begin()));
        if (place) return std::nullopt;
        place = whole_number(part.substr(name.size() + 1));
        if (!place) return std::nullopt;
    }
    const ChangesQuery query{numbers[0].value_or(0), numbers[1].value_or(0),
                             numbers[2].value_or(0)};
    if (query.from > INT64_MAX) return std::nullopt;
    return query;
}

}  // namespace kopilka::sync
