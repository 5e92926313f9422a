#include "pos/store/checked_value.h"

#include "pos/core/hash.h"

#include <algorithm>

namespace kopilka {

constexpr std::size_t kCheckBytes = 8;

Bytes with_check(ByteView value) {
    const Hash256 hash = blake2b(value);
    Bytes checked(hash.value.begin(), hash.value.begin() + kCheckBytes);
    checked.insert(checked.end(), value.begin(), value.end());
    return checked;
}

std::optional<ByteView> without_check(ByteView checked) {
    if (checked.size() < kCheckBytes) return std::nullopt;
    const ByteView value = checked.subspan(kCheckBytes);
    const Hash256 hash = blake2b(value);
    if (!std::ranges::equal(checked.first(kCheckBytes), ByteView(hash.value).first(kCheckBytes))) {
        return std::nullopt;
    }
    return value;
}

}  // namespace kopilka
