// Bytes as Crockford's base 32: digits and capitals without I, L, O and U, all of them characters
// that a QR code packs tightly and every keyboard wedge types alike.
#pragma once
#include "pos/core/bytes.h"

#include <optional>
#include <string>
#include <string_view>

namespace kopilka {

inline constexpr std::string_view kBase32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// Five bits a character, the highest first; the last one is filled up with zeros.
std::string to_base32(ByteView bytes);
// Capitals only, no character too many, no fill other than zeros: one byte string has one text.
std::optional<Bytes> from_base32(std::string_view text);

}  // namespace kopilka
