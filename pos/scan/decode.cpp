#include "pos/scan/decode.h"

#include "pos/core/check.h"
#include "pos/scan/raster.h"

#include <array>
#include <exception>
#include <optional>

#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

namespace kopilka {
namespace {

using ZXing::BarcodeFormat;
using ZXing::BarcodeFormats;
using ZXing::Binarizer;

const BarcodeFormats kLongBars =
    BarcodeFormat::EAN13 | BarcodeFormat::UPCA | BarcodeFormat::Code128;
const BarcodeFormats kShortBars = BarcodeFormat::EAN8 | BarcodeFormat::UPCE;
const BarcodeFormats kSquare =
    BarcodeFormat::QRCode | BarcodeFormat::DataMatrix | BarcodeFormat::Aztec;

std::optional<Symbology> symbology_of(BarcodeFormat format) {
    constexpr std::array kKnown{
        std::pair{BarcodeFormat::QRCode, Symbology::Qr},
        std::pair{BarcodeFormat::Code128, Symbology::Code128},
        std::pair{BarcodeFormat::EAN13, Symbology::Ean13},
        std::pair{BarcodeFormat::EAN8, Symbology::Ean8},
        std::pair{BarcodeFormat::UPCA, Symbology::UpcA},
        std::pair{BarcodeFormat::UPCE, Symbology::UpcE},
        std::pair{BarcodeFormat::PDF417, Symbology::Pdf417},
        std::pair{BarcodeFormat::Aztec, Symbology::Aztec},
        std::pair{BarcodeFormat::DataMatrix, Symbology::DataMatrix},
    };
    for (const auto& [theirs, ours] : kKnown)
        if (theirs == format) return ours;
    return std::nullopt;
}

enum class Care : std::uint8_t { Quick, Harder, HarderAllWays };

struct Look {  // one call of the library
    BarcodeFormats formats;
    Care care = Care::HarderAllWays;
    Binarizer binarizer = Binarizer::LocalAverage;
    std::uint8_t least_lines = 2;
};
// Lines that must agree where a threshold or a turn of ours may have invented bars.
constexpr std::uint8_t kInventedBars = 3;

// Debian's 1.4.0 is built with assertions on: tryDownscale together with several symbols, and
// returnErrors, end in abort(). Sizes and layers are therefore ours to make, one symbol a call.
ZXing::DecodeHints hints_of(const Look& look) {
    ZXing::DecodeHints hints;
    hints.setFormats(look.formats);
    hints.setTryHarder(look.care != Care::Quick);
    hints.setTryRotate(look.care == Care::HarderAllWays);
    hints.setTryDownscale(false);
    hints.setMaxNumberOfSymbols(1);
    hints.setReturnErrors(false);
    hints.setBinarizer(look.binarizer);
    hints.setMinLineCount(look.least_lines);
    return hints;
}

// All codewords lost reads as all codewords zero, which error correction finds in order: "AAAA…".
bool is_empty_pdf417(const ZXing::Result& result) {
    return result.format() == BarcodeFormat::PDF417 &&
           result.text().find_first_not_of('A') == std::string::npos;
}

std::optional<Symbol> symbol_of(const ZXing::Result& result) {
    const auto symbology = symbology_of(result.format());
    if (!result.isValid() || !symbology || is_empty_pdf417(result)) return std::nullopt;
    const auto& bytes = result.bytes();
    return Symbol{*symbology, result.text(), std::string(bytes.begin(), bytes.end()),
                  result.symbologyIdentifier(), is_linear(*symbology) ? result.lineCount() : 0};
}

std::optional<Symbol> look_at(const Frame& frame, const Look& look) {
    if (frame.width == 0 || frame.height == 0) return std::nullopt;
    try {
        const ZXing::ImageView view(frame.grey.data(), static_cast<int>(frame.width),
                                    static_cast<int>(frame.height), ZXing::ImageFormat::Lum);
        for (const ZXing::Result& result : ZXing::ReadBarcodes(view, hints_of(look)))
            if (auto symbol = symbol_of(result)) return symbol;
    } catch (const std::exception&) {
        // A picture that the library chokes on shows no code that we could use.
    }
    return std::nullopt;
}

// A line that crosses a long code askew may read a short one in the middle of it: UPC-A
// 036000291452 held at 30 degrees gives EAN-8 60002914. Such lines are few, because the slice must
// begin and end within one bar: of the 256 lines of a careful look at most 2·256/95 · 4/3 ≈ 8.
std::optional<Symbol> look_for_bars(const Frame& frame, Care care, std::uint8_t least_lines,
                                    Binarizer binarizer = Binarizer::LocalAverage) {
    constexpr std::uint8_t kShortLines = 10;
    if (auto found = look_at(frame, {kLongBars, care, binarizer, least_lines})) return found;
    if (care == Care::Quick) return std::nullopt;
    return look_at(frame, {kShortBars, care, binarizer, kShortLines});
}

// The whole frame as it is: reads a code held well, in a few milliseconds.
std::optional<Symbol> at_a_glance(const Frame& frame) {
    if (auto found = look_for_bars(frame, Care::Quick, 2)) return found;
    if (auto found = look_at(halved(frame), {BarcodeFormat::QRCode, Care::Harder})) return found;
    if (auto found = look_at(frame, {BarcodeFormat::QRCode, Care::Harder})) return found;
    return look_for_bars(frame, Care::HarderAllWays, 2);
}

// Aztec and DataMatrix are found only where the middle of the picture lies on them.
std::optional<Symbol> in_the_middle(const Frame& frame) {
    const BarcodeFormats centred = BarcodeFormat::DataMatrix | BarcodeFormat::Aztec;
    for (const std::uint32_t percent : {100u, 60u, 40u, 80u})
        if (auto found = look_at(cropped(frame, centre(frame, percent)), {centred})) return found;
    return std::nullopt;
}

std::optional<Symbol> off_the_middle(const Frame& frame) {
    const std::uint32_t width = frame.width / 2;
    const std::uint32_t height = frame.height / 2;
    for (std::uint32_t row = 0; row < 3; ++row)
        for (std::uint32_t column = 0; column < 3; ++column) {
            const Box part{column * width / 2, row * height / 2, width, height};
            if (auto found = look_at(cropped(frame, part), {kSquare})) return found;
        }
    return std::nullopt;
}

// Uneven light, glare and dark mode: our own threshold, which the library then takes as it is.
std::optional<Symbol> flattened_out(const Frame& frame) {
    const Look matrix{kSquare, Care::HarderAllWays, Binarizer::FixedThreshold};
    for (const std::uint32_t radius : {7u, 20u})
        for (const Ink ink : {Ink::Dark, Ink::Light}) {
            const Frame flat = flattened(frame, radius, 5, ink);
            if (auto found = look_at(flat, matrix)) return found;
            if (auto found = look_at(cropped(flat, centre(flat, 60)), matrix)) return found;
        }
    return look_for_bars(flattened(frame, 15, 5, Ink::Dark), Care::HarderAllWays, kInventedBars,
                         Binarizer::FixedThreshold);
}

std::optional<Symbol> any_kind(const Frame& frame) {
    if (auto found = look_at(frame, {kSquare | BarcodeFormat::PDF417})) return found;
    return look_for_bars(frame, Care::HarderAllWays, kInventedBars);
}

std::optional<Symbol> smaller_or_larger(const Frame& frame) {
    const Frame half = halved(frame);
    if (auto found = any_kind(half)) return found;
    if (auto found = look_at(inverted(half), {kSquare})) return found;
    constexpr std::size_t kSmall = 640 * 480;
    if (frame.grey.size() > kSmall) return std::nullopt;
    return any_kind(doubled(frame));
}

// Bars are read only within some 20 degrees of the picture's sides, Aztec within some 5.
// A picture of many megapixels is made smaller first, or the turns would take seconds.
std::optional<Symbol> turned_about(Frame frame) {
    constexpr std::size_t kTurnable = 2'000'000;
    while (frame.grey.size() > kTurnable) frame = halved(frame);
    for (const double degrees : {45.0, 15.0, 30.0, 60.0, 75.0}) {
        const Frame level = turned(frame, degrees);
        if (auto found = any_kind(level)) return found;
        if (auto found = in_the_middle(level)) return found;
    }
    return std::nullopt;
}

std::optional<Symbol> first_found(const Frame& frame, Effort effort) {
    if (auto found = at_a_glance(frame)) return found;
    if (auto found = in_the_middle(frame)) return found;
    if (effort == Effort::Live) return std::nullopt;
    if (auto found = look_at(frame, {BarcodeFormat::PDF417})) return found;
    if (auto found = flattened_out(frame)) return found;
    if (auto found = smaller_or_larger(frame)) return found;
    if (auto found = off_the_middle(frame)) return found;
    return turned_about(frame);
}

}  // namespace

std::vector<Symbol> decode(const Frame& frame, Effort effort) {
    check(frame.grey.size() == std::size_t{frame.width} * frame.height,
          "a frame has width × height pixels");
    std::vector<Symbol> found;
    if (auto symbol = first_found(frame, effort)) found.push_back(std::move(*symbol));
    return found;
}

}  // namespace kopilka
