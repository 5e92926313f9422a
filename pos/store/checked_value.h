// A value at rest that is neither hashed nor encrypted: eight bytes of its BLAKE2b stand before it.
#pragma once
#include "pos/core/bytes.h"

#include <optional>

namespace kopilka {

Bytes with_check(ByteView value);
std::optional<ByteView> without_check(ByteView checked);  // nullopt: damaged

}  // namespace kopilka
