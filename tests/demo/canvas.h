// A grey picture to draw on: boxes with round corners, text and other pictures. Everything that
// lies outside is cut off.
#pragma once
#include "drivers/escpos/font.h"
#include "pos/core/frame.h"
#include "pos/scan/raster.h"

#include <cstdint>
#include <string_view>

namespace kopilka {

class Canvas {
public:
    Canvas(std::uint32_t width, std::uint32_t height, std::uint8_t grey);

    void round_box(Box box, std::uint32_t radius, std::uint8_t grey);
    // The top left corner at (x, y); each letter takes `letter_width` and twice that in height.
    void text(drivers::Font& font, std::string_view words, std::uint32_t x, std::uint32_t y,
              std::uint32_t letter_width, std::uint8_t grey);
    // The same, its middle at `middle_x`.
    void centred_text(drivers::Font& font, std::string_view words, std::uint32_t middle_x,
                      std::uint32_t y, std::uint32_t letter_width, std::uint8_t grey);
    void picture(const Frame& picture, std::uint32_t x, std::uint32_t y);

    const Frame& frame() const { return frame_; }
    std::uint32_t width() const { return frame_.width; }
    std::uint32_t height() const { return frame_.height; }

private:
    // `strength` of 255 covers wholly, 0 not at all.
    void blend(std::uint32_t x, std::uint32_t y, std::uint8_t grey, std::uint32_t strength);

    Frame frame_;
};

}  // namespace kopilka
