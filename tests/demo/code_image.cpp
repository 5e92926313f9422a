#include "tests/demo/code_image.h"

#include "pos/core/check.h"

#define ZX_USE_UTF8
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

namespace kopilka {
namespace {

ZXing::BarcodeFormat format_of(Symbology symbology) {
    switch (symbology) {
        case Symbology::Qr: return ZXing::BarcodeFormat::QRCode;
        case Symbology::Code128: return ZXing::BarcodeFormat::Code128;
        case Symbology::Ean13: return ZXing::BarcodeFormat::EAN13;
        case Symbology::Ean8: return ZXing::BarcodeFormat::EAN8;
        case Symbology::UpcA: return ZXing::BarcodeFormat::UPCA;
        case Symbology::UpcE: return ZXing::BarcodeFormat::UPCE;
        case Symbology::Pdf417: return ZXing::BarcodeFormat::PDF417;
        case Symbology::Aztec: return ZXing::BarcodeFormat::Aztec;
        case Symbology::DataMatrix: return ZXing::BarcodeFormat::DataMatrix;
    }
    unreachable("a symbology that cannot be drawn");
}

// Modules of white at each side.
std::uint32_t quiet_zone(Symbology symbology) {
    if (is_linear(symbology)) return 10;
    return symbology == Symbology::Qr ? 4 : 3;
}

bool is_black(const ZXing::BitMatrix& matrix, std::uint32_t x, std::uint32_t y) {
    return matrix.get(static_cast<int>(x), static_cast<int>(y));
}

}  // namespace

Frame code_image(Symbology symbology, const std::string& text, std::uint32_t module,
                 std::uint32_t linear_height) {
    ZXing::MultiFormatWriter writer(format_of(symbology));
    const ZXing::BitMatrix matrix = writer.setMargin(0).encode(text, 0, is_linear(symbology));
    const auto columns = static_cast<std::uint32_t>(matrix.width());
    const auto rows = static_cast<std::uint32_t>(matrix.height());
    const std::uint32_t row_height = is_linear(symbology) ? linear_height : module;
    const std::uint32_t quiet = quiet_zone(symbology) * module;
    Frame image{columns * module + 2 * quiet, rows * row_height + 2 * quiet, {}};
    image.grey.assign(std::size_t{image.width} * image.height, 255);
    for (std::uint32_t y = 0; y < rows * row_height; ++y)
        for (std::uint32_t x = 0; x < columns * module; ++x)
            if (is_black(matrix, x / module, y / row_height))
                image.grey[std::size_t{y + quiet} * image.width + x + quiet] = 0;
    return image;
}

}  // namespace kopilka
