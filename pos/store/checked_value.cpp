#include "pos/store/checked_value.h"

#include "pos/core/hash.h"

#include <algorithm>

namespace kopilka {
namespace {

constexpr std::size_t kCheckBytes = 8;

bool begins_so(ByteView bytes, const Hash256& hash) {
    return std::ranges::equal(bytes.first(kCheckBytes), ByteView(hash.value).first(kCheckBytes));
}

}  // namespace

Bytes with_check(ByteView value) {
    ByteWriter out;
    out.raw(ByteView(blake2b(value).value).first(kCheckBytes));
    out.raw(value);
    return out.take();
}

std::optional<ByteView> without_check(ByteView checked) {
    if (checked.size() < kCheckBytes) return std::nullopt;
    const ByteView value = checked.subspan(kCheckBytes);
    if (!begins_so(checked, blake2b(value))) return std::nullopt;
    return value;
}

}  // namespace kopilka
