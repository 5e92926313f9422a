// Grey pictures made from grey pictures: what a decoder wants to see instead of what the camera
// gave. Every function takes any frame, empty and one-pixel ones too, and keeps to integers except
// where it turns the picture.
#pragma once
#include "pos/core/frame.h"

#include <cstdint>

namespace kopilka {

struct Box {  // pixels; clipped to the frame where it is used
    std::uint32_t left = 0;
    std::uint32_t top = 0;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
};

Frame cropped(const Frame& frame, Box box);
// The middle part of the frame, `percent` of each side.
Box centre(const Frame& frame, std::uint32_t percent);
// Each pixel the mean of 2 × 2: quicker to search, and calmer where the lens was not sharp.
Frame halved(const Frame& frame);
// Each pixel as 2 × 2, interpolated: for modules of less than two pixels.
Frame doubled(const Frame& frame);
Frame inverted(const Frame& frame);
// Black where a pixel is darker than the mean of the square of 2·radius + 1 around it by `margin`,
// white elsewhere: flattens uneven light. With `light_codes` the other way round (dark mode).
enum class Ink : std::uint8_t { Dark, Light };
Frame flattened(const Frame& frame, std::uint32_t radius, int margin, Ink ink);
// Turned counter-clockwise about the middle, enlarged so that nothing is cut off.
Frame turned(const Frame& frame, double degrees);

}  // namespace kopilka
