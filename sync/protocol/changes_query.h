// What a till asks of the change feed, as it stands in the path of its GET:
// "from=3&wait=20&heard=7".
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kopilka::sync {

struct ChangesQuery {
    std::uint64_t from = 0;          // a feed position, at most INT64_MAX; 0: everything
    std::uint64_t wait_seconds = 0;  // for something new; the server waits as long as it likes
    std::uint64_t heard = 0;         // of a store server: Settled up to this number is known
    bool operator==(const ChangesQuery&) const = default;
};

std::string to_text(const ChangesQuery& query);
// What is left out is 0. Nullopt: another name, a name twice, or no whole number.
std::optional<ChangesQuery> parse_changes_query(std::string_view text);

}  // namespace kopilka::sync
