// What a bare number (or a word of the shop's table) means: the half of payload.h that needs the
// table. Order: payment cards are refused first, then the table, then the world's own numbers.
#pragma once
#include "pos/scan/payload.h"

#include <cstdint>
#include <string_view>

namespace kopilka {

inline tl::unexpected<PayloadRefusal> refuse(PayloadRefusal why) {
    return tl::make_unexpected(why);
}

enum class NumberSource : std::uint8_t {
    Ean,      // EAN-13, UPC-A or UPC-E: never a phone number
    Ean8,     // EAN-8, which is not to be taken for UPC-E
    Code128,  // never a phone number either
    Matrix,   // QR, DataMatrix, Aztec, PDF417
    Unsaid,   // typed, or from a scanner that does not say
};

tl::expected<Payload, PayloadRefusal> interpret_number(const CodeRanges& ranges,
                                                       std::string_view text, NumberSource source);

}  // namespace kopilka
