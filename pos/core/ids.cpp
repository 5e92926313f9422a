#include "pos/core/ids.h"

#include "pos/core/bytes.h"

#include <algorithm>

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

}  // namespace kopilka
