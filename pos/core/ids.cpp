#include "pos/core/ids.h"

#include "pos/core/bytes.h"

#include <algorithm>
#include <charconv>

namespace kopilka {

std::string to_string(const MemberId& id) { return to_hex(id.value); }

std::optional<MemberId> parse_member_id(std::string_view hex) {
    const auto bytes = from_hex(hex);
    if (!bytes || bytes->size() != 16) return std::nullopt;
    MemberId id;
    std::ranges::copy(*bytes, id.value.begin());
    return id;
}

std::string to_string(const RecordId& id) {
    return id.till.value + "/" + std::to_string(id.epoch.value) + "/" +
           std::to_string(id.sequence.value);
}

std::string to_string(const LeaseId& id) {
    return to_string(id.asked) + "." + std::to_string(id.number);
}

std::optional<LeaseId> parse_lease_id(std::string_view text) {
    const auto dot = text.rfind('.');
    const auto second = text.rfind('/', dot);
    const auto first = text.rfind('/', second - 1);
    if (dot == text.npos || second == text.npos || second == 0 || first == text.npos || first == 0)
        return std::nullopt;
    LeaseId id;
    id.asked.till = {std::string(text.substr(0, first))};
    const auto read = [&](std::size_t from, std::size_t to, auto& number) {
        const char* const end = text.data() + to;
        const auto [stopped, failed] = std::from_chars(text.data() + from, end, number);
        return failed == std::errc() && stopped == end;
    };
    if (!read(first + 1, second, id.asked.epoch.value) ||
        !read(second + 1, dot, id.asked.sequence.value) || !read(dot + 1, text.size(), id.number))
        return std::nullopt;
    return id;
}

}  // namespace kopilka
