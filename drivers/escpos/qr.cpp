#include "drivers/escpos/qr.h"

#include <cerrno>
#include <memory>
#include <string>

#include <qrencode.h>

namespace kopilka::drivers {

Result<QrSquare> qr_square(std::string_view text) {
    if (text.empty()) return fail(Errc::Invalid, "a QR code needs a text");
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeData(static_cast<int>(text.size()),
                          reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M),
        QRcode_free);
    if (!code && errno == ERANGE)
        return fail(Errc::Invalid, "too long for a QR code: " + std::to_string(text.size()) +
                                       " bytes, at most 2331 fit");
    if (!code) return fail(Errc::Io, "no memory for a QR code");
    QrSquare square{static_cast<std::size_t>(code->width), {}};
    square.black.reserve(square.size * square.size);
    for (std::size_t i = 0; i < square.size * square.size; ++i)
        square.black.push_back(code->data[i] & 1u);  // the other bits say which part it belongs to
    return square;
}

}  // namespace kopilka::drivers
