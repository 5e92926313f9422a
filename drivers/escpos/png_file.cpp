#include "drivers/escpos/png_file.h"

#include <fstream>

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image_write.h>
#pragma GCC diagnostic pop

namespace kopilka::drivers {

Result<Bytes> to_png(const Frame& frame) {
    if (frame.empty()) return fail(Errc::Invalid, "an empty picture cannot be written as PNG");
    Bytes png;
    const auto append = [](void* context, void* data, int size) {
        const auto* bytes = static_cast<const std::uint8_t*>(data);
        auto* out = static_cast<Bytes*>(context);
        out->insert(out->end(), bytes, bytes + size);
    };
    const int written = stbi_write_png_to_func(append, &png, static_cast<int>(frame.width),
                                               static_cast<int>(frame.height), 1, frame.grey.data(),
                                               static_cast<int>(frame.width));
    if (written == 0) return fail(Errc::Io, "no memory for a PNG");
    return png;
}

Result<void> save_png(const Frame& frame, const std::string& path) {
    const auto png = to_png(frame);
    if (!png) return fail(png.error().code, png.error().detail);
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(png->data()),
               static_cast<std::streamsize>(png->size()));
    file.close();
    if (!file) return fail(Errc::Io, "cannot write " + path + ": check the folder and its rights");
    return {};
}

}  // namespace kopilka::drivers
