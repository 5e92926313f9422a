#include "tests/demo/canvas.h"

#include "pos/core/utf8.h"

namespace kopilka {
namespace {

// How far `at` is from the straight part of a side of `size`, 0 within it.
std::int64_t overhang(std::uint32_t at, std::uint32_t size, std::uint32_t radius) {
    if (at < radius) return std::int64_t{radius} - at;
    if (at + radius >= size) return std::int64_t{at} + radius + 1 - size;
    return 0;
}

bool within(std::uint32_t x, std::uint32_t y, Box box, std::uint32_t radius) {
    const std::int64_t dx = overhang(x, box.width, radius);
    const std::int64_t dy = overhang(y, box.height, radius);
    return dx == 0 || dy == 0 || dx * dx + dy * dy <= std::int64_t{radius} * radius;
}

}  // namespace

Canvas::Canvas(std::uint32_t width, std::uint32_t height, std::uint8_t grey)
    : frame_{width, height, std::vector<std::uint8_t>(std::size_t{width} * height, grey)} {}

void Canvas::blend(std::uint32_t x, std::uint32_t y, std::uint8_t grey, std::uint32_t strength) {
    if (x >= frame_.width || y >= frame_.height) return;
    std::uint8_t& here = frame_.grey[std::size_t{y} * frame_.width + x];
    here = static_cast<std::uint8_t>((here * (255 - strength) + grey * strength) / 255);
}

void Canvas::round_box(Box box, std::uint32_t radius, std::uint8_t grey) {
    for (std::uint32_t y = 0; y < box.height; ++y)
        for (std::uint32_t x = 0; x < box.width; ++x)
            if (within(x, y, box, radius)) blend(box.left + x, box.top + y, grey, 255);
}

void Canvas::text(drivers::Font& font, std::string_view words, std::uint32_t x, std::uint32_t y,
                  std::uint32_t letter_width, std::uint8_t grey) {
    for (const char32_t letter : to_code_points(words)) {
        const Frame& ink = font.ink(letter, letter_width);
        for (std::uint32_t row = 0; row < ink.height; ++row)
            for (std::uint32_t column = 0; column < ink.width; ++column)
                blend(x + column, y + row, grey, ink.at(column, row));
        x += letter_width;
    }
}

void Canvas::centred_text(drivers::Font& font, std::string_view words, std::uint32_t middle_x,
                          std::uint32_t y, std::uint32_t letter_width, std::uint8_t grey) {
    const auto letters = static_cast<std::uint32_t>(to_code_points(words).size());
    text(font, words, middle_x - letters * letter_width / 2, y, letter_width, grey);
}

void Canvas::picture(const Frame& picture, std::uint32_t x, std::uint32_t y) {
    for (std::uint32_t row = 0; row < picture.height; ++row)
        for (std::uint32_t column = 0; column < picture.width; ++column)
            blend(x + column, y + row, picture.at(column, row), 255);
}

}  // namespace kopilka
