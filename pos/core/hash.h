// BLAKE2b-256, the one hash of the house (RFC 7693): journal chain, publications, price digests.
#pragma once
#include "pos/core/bytes.h"

#include <array>
#include <compare>
#include <cstdint>
#include <string>

namespace kopilka {

struct Hash256 {
    std::array<std::uint8_t, 32> value{};
    auto operator<=>(const Hash256&) const = default;
};

Hash256 blake2b(ByteView bytes);
// The same under a key of 16 to 64 bytes: how a phone number becomes a look-up key.
Hash256 keyed_blake2b(ByteView key, ByteView bytes);
std::string to_string(const Hash256& hash);   // 64 hex digits
std::string short_code(const Hash256& hash);  // the first 8, as printed on a receipt

}  // namespace kopilka
