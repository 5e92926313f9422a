// What stood in a picture: one bar code or matrix code, decoded but not yet understood.
// What it means (goods, card, phone number) is payload.h's business.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kopilka {

enum class Symbology : std::uint8_t {
    Qr,
    Code128,
    Ean13,
    Ean8,
    UpcA,
    UpcE,
    Pdf417,
    Aztec,
    DataMatrix,
};

struct Symbol {
    Symbology symbology = Symbology::Qr;
    std::string text;    // UTF-8; GS (0x1D) kept
    std::string bytes;   // as the symbol carries them, before any character set was guessed
    std::string aim;     // ISO/IEC 15424 identifier: "]Q1", "]C0", "]d2"
    int line_count = 0;  // equal scan lines of a linear code; 0 for the others
    bool operator==(const Symbol&) const = default;
};

// "qr", "code128", "ean13", "ean8", "upca", "upce", "pdf417", "aztec", "datamatrix".
std::string_view name(Symbology symbology);

// A code without error correction: two equal readings are wanted before it is believed.
bool is_linear(Symbology symbology);

// `path<TAB>symbology<TAB>text`, the text escaped as \n \r \t \\; `path<TAB>-<TAB>` for nothing
// read.
std::string decode_line(std::string_view path, const std::optional<Symbol>& symbol);

}  // namespace kopilka
