#include "drivers/camera/pixels.h"

#include "drivers/camera/image_file.h"

namespace kopilka::drivers {

Result<Frame> to_grey(const PixelLayout& layout, ByteView bytes) {
    if (layout.format == PixelFormat::Mjpeg) return decode_image(bytes);
    const std::size_t step = layout.format == PixelFormat::Yuyv ? 2 : 1;
    const std::size_t row = layout.width * step;
    if (layout.width == 0 || layout.height == 0 || layout.stride < row ||
        bytes.size() < std::size_t{layout.stride} * (layout.height - 1) + row)
        return fail(Errc::Corrupt,
                    "the camera sent too few bytes for a picture: " + std::to_string(bytes.size()));
    Frame frame{layout.width, layout.height, {}};
    frame.grey.reserve(std::size_t{layout.width} * layout.height);
    for (std::uint32_t y = 0; y < layout.height; ++y) {
        const ByteView line = bytes.subspan(std::size_t{y} * layout.stride, row);
        for (std::size_t x = 0; x < row; x += step) frame.grey.push_back(line[x]);
    }
    return frame;
}

}  // namespace kopilka::drivers
