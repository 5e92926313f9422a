#include "drivers/escpos/picture.h"

#include <algorithm>

namespace kopilka::drivers {
namespace {

constexpr std::uint32_t kMargin = 24;     // dots of paper round what is printed
constexpr std::uint32_t kQuietZone = 4;   // modules, ISO/IEC 18004
constexpr std::uint32_t kCutHeight = 24;  // dots that a cut takes in the picture

Frame white(std::uint32_t width, std::uint32_t height) {
    return {width, height, std::vector<std::uint8_t>(std::size_t{width} * height, 255)};
}

std::uint8_t& pixel(Frame& frame, std::uint32_t x, std::uint32_t y) {
    return frame.grey[std::size_t{y} * frame.width + x];
}

std::uint32_t cell_width(const Paper& paper, Size size) {
    const std::uint32_t normal =
        std::max(paper.dots / std::max<std::uint32_t>(paper.columns, 1), 1u);
    return size == Size::Double ? 2 * normal : normal;
}

// A quarter of a normal cell's height between lines: 30 dots from line to line at 12 × 24.
std::uint32_t line_height(const Paper& paper, Size size) {
    return 2 * cell_width(paper, size) + cell_width(paper, Size::Normal) / 2;
}

void put_ink(Frame& strip, const Frame& ink, std::uint32_t left) {
    for (std::uint32_t y = 0; y < std::min(ink.height, strip.height); ++y)
        for (std::uint32_t x = 0; x < ink.width && left + x < strip.width; ++x) {
            auto& grey = pixel(strip, left + x, y);
            grey = std::min(grey, static_cast<std::uint8_t>(255 - ink.at(x, y)));
        }
}

Frame text_strip(const TextRow& row, const Paper& paper, Font& font) {
    Frame strip = white(paper.dots, line_height(paper, row.size));
    const std::uint32_t width = cell_width(paper, row.size);
    for (std::uint32_t i = 0; i < row.cells.size(); ++i) {
        if (row.cells[i] == U' ') continue;
        const Frame& ink = font.ink(row.cells[i], width);
        put_ink(strip, ink, i * width);
        if (row.bold) put_ink(strip, ink, i * width + 1);  // struck twice, as ESC E does
    }
    return strip;
}

Frame raster_strip(const Raster& raster, const Paper& paper) {
    Frame strip = white(paper.dots, raster.height);
    const std::uint32_t left = (paper.dots - std::min(paper.dots, raster.width)) / 2u;
    for (std::uint32_t y = 0; y < raster.height; ++y)
        for (std::uint32_t x = 0; x < raster.width && left + x < paper.dots; ++x)
            if (dot_at(raster, x, y)) pixel(strip, left + x, y) = 0;
    return strip;
}

Frame cut_strip(const Paper& paper) {
    Frame strip = white(paper.dots, kCutHeight);
    for (std::uint32_t x = 0; x < paper.dots; ++x)
        if (x / 8 % 2 == 0) pixel(strip, x, kCutHeight / 2) = 128;
    return strip;
}

Frame strip_of(const Row& row, const Paper& paper, Font& font) {
    if (const auto* text = std::get_if<TextRow>(&row)) return text_strip(*text, paper, font);
    if (const auto* raster = std::get_if<Raster>(&row)) return raster_strip(*raster, paper);
    if (const auto* feed = std::get_if<Feed>(&row))
        return white(paper.dots, feed->lines * line_height(paper, Size::Normal));
    if (const auto* code = std::get_if<QrCode>(&row)) {
        const auto square = qr_square(code->text);
        return square ? raster_strip(qr_raster(*square, paper), paper) : Frame{};
    }
    return cut_strip(paper);
}

}  // namespace

bool dot_at(const Raster& raster, std::uint32_t x, std::uint32_t y) {
    const std::size_t stride = (raster.width + 7u) / 8u;
    return (raster.rows[y * stride + x / 8] >> (7 - x % 8) & 1) != 0;
}

Raster empty_raster(std::uint32_t width, std::uint32_t height) {
    return {static_cast<std::uint16_t>(width), static_cast<std::uint16_t>(height),
            std::vector<std::uint8_t>(std::size_t{(width + 7) / 8} * height)};
}

void set_dot(Raster& raster, std::uint32_t x, std::uint32_t y) {
    const std::size_t stride = (raster.width + 7u) / 8u;
    auto& byte = raster.rows[y * stride + x / 8];
    byte = static_cast<std::uint8_t>(byte | 0x80u >> x % 8);
}

Raster line_raster(const TextRow& row, const Paper& paper, Font& font) {
    const Frame strip = text_strip(row, paper, font);
    Raster raster = empty_raster(strip.width, strip.height);
    for (std::uint32_t y = 0; y < strip.height; ++y)
        for (std::uint32_t x = 0; x < strip.width; ++x)
            if (strip.at(x, y) < 128) set_dot(raster, x, y);
    return raster;
}

std::uint8_t qr_module_dots(const QrSquare& square, const Paper& paper) {
    const std::size_t modules = square.size + 2 * kQuietZone;
    return static_cast<std::uint8_t>(std::clamp<std::size_t>(paper.dots / 2u / modules, 3, 8));
}

Raster qr_raster(const QrSquare& square, const Paper& paper) {
    const std::uint32_t dots = qr_module_dots(square, paper);
    const auto size = static_cast<std::uint32_t>(square.size);
    const std::uint32_t side = (size + 2 * kQuietZone) * dots;
    Raster raster = empty_raster(side, side);
    for (std::uint32_t y = 0; y < size * dots; ++y)
        for (std::uint32_t x = 0; x < size * dots; ++x)
            if (square.at(x / dots, y / dots))
                set_dot(raster, x + kQuietZone * dots, y + kQuietZone * dots);
    return raster;
}

Frame paint(const Layout& layout, Font& font) {
    Frame picture{layout.paper.dots + 2 * kMargin, 0, {}};
    const auto add_white_rows = [&](std::uint32_t rows) {
        picture.height += rows;
        picture.grey.resize(std::size_t{picture.width} * picture.height, 255);
    };
    add_white_rows(kMargin);
    for (const auto& row : layout.rows) {
        const Frame strip = strip_of(row, layout.paper, font);
        const std::uint32_t top = picture.height;
        add_white_rows(strip.height);
        for (std::uint32_t y = 0; y < strip.height; ++y)
            std::copy_n(strip.grey.begin() + static_cast<std::ptrdiff_t>(y) * strip.width,
                        strip.width, &pixel(picture, kMargin, top + y));
    }
    add_white_rows(kMargin);
    return picture;
}

}  // namespace kopilka::drivers
