#include "drivers/camera/image_file.h"

#include "drivers/camera/jpeg_tables.h"

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>

#include <sys/stat.h>

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNM
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#define STBI_NO_HDR
// Zeroed: a picture that ends too early then shows black, not what was in memory before.
#define STBI_MALLOC(size) std::calloc(1, size)
#define STBI_REALLOC(memory, size) std::realloc(memory, size)
#define STBI_FREE(memory) std::free(memory)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image.h>
#pragma GCC diagnostic pop

namespace kopilka::drivers {
namespace {

struct PixelDeleter {
    void operator()(stbi_uc* pixels) const { stbi_image_free(pixels); }
};

const char* reason() {
    const char* words = stbi_failure_reason();
    return words == nullptr ? "unknown" : words;
}

// How many bytes the header of a P5 or P6 file takes: four words, comments, one space. stb_image
// does not notice when fewer pixels follow than the header says, so we count.
std::size_t pnm_header(ByteView bytes) {
    std::size_t at = 0;
    const auto is_space = [&] { return at < bytes.size() && bytes[at] <= ' '; };
    for (int word = 0; word < 4; ++word) {
        while (is_space() || (at < bytes.size() && bytes[at] == '#')) {
            if (bytes[at] == '#')
                while (at < bytes.size() && bytes[at] != '\n') ++at;
            else
                ++at;
        }
        while (at < bytes.size() && !is_space()) ++at;
    }
    return at + 1;
}

bool has_all_pixels(ByteView bytes, std::int64_t samples) {
    if (bytes[0] != 'P') return true;  // the other formats notice themselves
    const int size = static_cast<int>(bytes.size());
    const int sample = stbi_is_16_bit_from_memory(bytes.data(), size) != 0 ? 2 : 1;
    return static_cast<std::int64_t>(bytes.size()) >=
           static_cast<std::int64_t>(pnm_header(bytes)) + samples * sample;
}

bool is_jpeg(ByteView bytes) { return bytes.size() > 2 && bytes[0] == 0xFF && bytes[1] == 0xD8; }

Frame on_white(const stbi_uc* grey_and_alpha, int width, int height) {
    Frame frame{static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height), {}};
    frame.grey.resize(std::size_t{frame.width} * frame.height);
    for (std::size_t i = 0; i < frame.grey.size(); ++i) {
        const unsigned grey = grey_and_alpha[2 * i];
        const unsigned alpha = grey_and_alpha[2 * i + 1];
        frame.grey[i] = static_cast<std::uint8_t>((grey * alpha + 255 * (255 - alpha)) / 255);
    }
    return frame;
}

Result<Frame> decode(ByteView bytes) {
    const int size = static_cast<int>(bytes.size());
    int width = 0, height = 0, channels = 0;
    if (stbi_info_from_memory(bytes.data(), size, &width, &height, &channels) == 0)
        return fail(Errc::Corrupt, "not a PNG, JPEG or PNM picture (" + std::string(reason()) +
                                       "): save it as PNG");
    if (width <= 0 || height <= 0) return fail(Errc::Corrupt, "the picture is damaged (no size)");
    if (std::int64_t{width} * height > kMostPixels)
        return fail(Errc::Full, "the picture is " + std::to_string(width) + " x " +
                                    std::to_string(height) +
                                    ": make it smaller than 64 million pixels");
    if (!has_all_pixels(bytes, std::int64_t{width} * height * channels))
        return fail(Errc::Corrupt, "the picture is damaged (it ends too early)");
    const std::unique_ptr<stbi_uc, PixelDeleter> pixels(
        stbi_load_from_memory(bytes.data(), size, &width, &height, &channels, STBI_grey_alpha));
    if (!pixels)
        return fail(Errc::Corrupt, "the picture is damaged (" + std::string(reason()) + ")");
    return on_white(pixels.get(), width, height);
}

Result<Bytes> read_file(const std::string& path) {
    struct stat about {};
    if (stat(path.c_str(), &about) != 0)
        return fail(Errc::NotFound, path + ": " + std::strerror(errno));
    if (S_ISDIR(about.st_mode)) return fail(Errc::Io, path + ": is a folder, not a picture");
    std::ifstream file(path, std::ios::binary);
    Bytes bytes{std::istreambuf_iterator<char>(file), {}};
    if (!file) return fail(Errc::Io, path + ": cannot be read, check its rights");
    return bytes;
}

}  // namespace

Result<Frame> decode_image(ByteView file) {
    if (file.empty()) return fail(Errc::Corrupt, "the file is empty");
    if (file.size() > INT_MAX / 2) return fail(Errc::Full, "the file is larger than 1 GB");
    if (!is_jpeg(file)) return decode(file);
    const auto sound = with_sound_tables(file);
    if (!sound) return fail(Errc::Corrupt, "the picture is damaged (bad JPEG segments)");
    return decode(*sound);
}

Result<Frame> load_image(const std::string& path) {
    const auto bytes = read_file(path);
    if (!bytes) return tl::unexpected(bytes.error());
    auto frame = decode_image(*bytes);
    if (!frame) return fail(frame.error().code, path + ": " + frame.error().detail);
    return frame;
}

}  // namespace kopilka::drivers
