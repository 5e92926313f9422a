#include "drivers/escpos/png_file.h"

#include <fstream>

#ifndef __clang_analyzer__  // which finds fault with the library's own code
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#endif
#define STBI_WRITE_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image_write.h>
#pragma GCC diagnostic pop

namespace kopilka::drivers {
namespace {

Result<Bytes> encode(std::span<const std::uint8_t> pixels, std::uint32_t width,
                     std::uint32_t height, int channels) {
    if (pixels.empty()) return fail(Errc::Invalid, "an empty picture cannot be written as PNG");
    Bytes png;
    const auto append = [](void* context, void* data, int size) {
        const auto* bytes = static_cast<const std::uint8_t*>(data);
        auto* out = static_cast<Bytes*>(context);
        out->insert(out->end(), bytes, bytes + size);
    };
    const int written =
        stbi_write_png_to_func(append, &png, static_cast<int>(width), static_cast<int>(height),
                               channels, pixels.data(), static_cast<int>(width) * channels);
    if (written == 0) return fail(Errc::Io, "no memory for a PNG");
    return png;
}

Result<void> save(const Result<Bytes>& png, const std::string& path) {
    if (!png) return fail(png.error().code, png.error().detail);
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(png->data()),
               static_cast<std::streamsize>(png->size()));
    file.close();
    if (!file) return fail(Errc::Io, "cannot write " + path + ": check the folder and its rights");
    return {};
}

}  // namespace

Result<Bytes> to_png(const Frame& frame) {
    return encode(frame.grey, frame.width, frame.height, 1);
}

Result<void> save_png(const Frame& frame, const std::string& path) {
    return save(to_png(frame), path);
}

Result<void> save_png_rgb(std::span<const std::uint8_t> rgb, std::uint32_t width,
                          std::uint32_t height, const std::string& path) {
    return save(encode(rgb, width, height, 3), path);
}

}  // namespace kopilka::drivers
