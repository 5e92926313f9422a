// Pixels as cameras send them, as grey. Pure; sizes are checked, so a short buffer is refused.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/frame.h"
#include "pos/core/result.h"

#include <cstdint>

namespace kopilka::drivers {

enum class PixelFormat : std::uint8_t {
    Grey,   // V4L2_PIX_FMT_GREY: one byte a pixel
    Yuyv,   // V4L2_PIX_FMT_YUYV: Y0 U Y1 V for two pixels; only Y is used
    Mjpeg,  // V4L2_PIX_FMT_MJPEG: a JPEG file
};

struct PixelLayout {
    PixelFormat format = PixelFormat::Grey;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint32_t stride = 0;  // bytes from row to row; nothing for Mjpeg
};

// Errc::Corrupt when the bytes are too few for the layout, or no JPEG.
Result<Frame> to_grey(const PixelLayout& layout, ByteView bytes);

}  // namespace kopilka::drivers
