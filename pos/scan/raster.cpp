#include "pos/scan/raster.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace kopilka {
namespace {

Frame blank(std::uint32_t width, std::uint32_t height, std::uint8_t grey) {
    return {width, height, std::vector<std::uint8_t>(std::size_t{width} * height, grey)};
}

std::uint8_t& pixel(Frame& frame, std::uint32_t x, std::uint32_t y) {
    return frame.grey[std::size_t{y} * frame.width + x];
}

// Sums of all pixels above and left, so that the sum of any rectangle is four look-ups.
// 32 bits hold 16 million white pixels; the differences stay right modulo 2³² beyond that.
std::vector<std::uint32_t> sums_of(const Frame& frame) {
    const std::size_t stride = std::size_t{frame.width} + 1;
    std::vector<std::uint32_t> sums(stride * (std::size_t{frame.height} + 1), 0);
    for (std::uint32_t y = 0; y < frame.height; ++y) {
        std::uint32_t row = 0;
        for (std::uint32_t x = 0; x < frame.width; ++x) {
            row += frame.at(x, y);
            sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
        }
    }
    return sums;
}

}  // namespace

Frame cropped(const Frame& frame, Box box) {
    const std::uint32_t left = std::min(box.left, frame.width);
    const std::uint32_t top = std::min(box.top, frame.height);
    Frame out =
        blank(std::min(box.width, frame.width - left), std::min(box.height, frame.height - top), 0);
    for (std::uint32_t y = 0; y < out.height; ++y)
        for (std::uint32_t x = 0; x < out.width; ++x)
            pixel(out, x, y) = frame.at(left + x, top + y);
    return out;
}

Box centre(const Frame& frame, std::uint32_t percent) {
    const auto part = [percent](std::uint32_t side) {
        return static_cast<std::uint32_t>(std::uint64_t{side} * percent / 100);
    };
    const std::uint32_t width = part(frame.width);
    const std::uint32_t height = part(frame.height);
    return {(frame.width - width) / 2, (frame.height - height) / 2, width, height};
}

Frame halved(const Frame& frame) {
    Frame out = blank(frame.width / 2, frame.height / 2, 0);
    for (std::uint32_t y = 0; y < out.height; ++y)
        for (std::uint32_t x = 0; x < out.width; ++x) {
            const int sum = frame.at(2 * x, 2 * y) + frame.at(2 * x + 1, 2 * y) +
                            frame.at(2 * x, 2 * y + 1) + frame.at(2 * x + 1, 2 * y + 1);
            pixel(out, x, y) = static_cast<std::uint8_t>((sum + 2) / 4);
        }
    return out;
}

Frame doubled(const Frame& frame) {
    Frame out = blank(frame.width * 2, frame.height * 2, 0);
    for (std::uint32_t y = 0; y < out.height; ++y)
        for (std::uint32_t x = 0; x < out.width; ++x) {
            const std::uint32_t right = std::min(x / 2 + x % 2, frame.width - 1);
            const std::uint32_t below = std::min(y / 2 + y % 2, frame.height - 1);
            const int sum = frame.at(x / 2, y / 2) + frame.at(right, y / 2) +
                            frame.at(x / 2, below) + frame.at(right, below);
            pixel(out, x, y) = static_cast<std::uint8_t>((sum + 2) / 4);
        }
    return out;
}

Frame inverted(const Frame& frame) {
    Frame out = frame;
    for (std::uint8_t& grey : out.grey) grey = static_cast<std::uint8_t>(255 - grey);
    return out;
}

Frame flattened(const Frame& frame, std::uint32_t radius, int margin, Ink ink) {
    const std::vector<std::uint32_t> sums = sums_of(frame);
    const std::size_t stride = std::size_t{frame.width} + 1;
    Frame out = blank(frame.width, frame.height, 255);
    for (std::uint32_t y = 0; y < frame.height; ++y) {
        const std::uint32_t top = y - std::min(y, radius);
        const std::uint32_t bottom = std::min(frame.height, y + radius + 1);
        for (std::uint32_t x = 0; x < frame.width; ++x) {
            const std::uint32_t left = x - std::min(x, radius);
            const std::uint32_t right = std::min(frame.width, x + radius + 1);
            const std::uint32_t sum = sums[bottom * stride + right] - sums[top * stride + right] -
                                      sums[bottom * stride + left] + sums[top * stride + left];
            const auto area = static_cast<std::int64_t>(right - left) * (bottom - top);
            const std::int64_t here = frame.at(x, y) * area;
            const bool inked = ink == Ink::Dark ? here + margin * area < std::int64_t{sum}
                                                : here - margin * area > std::int64_t{sum};
            if (inked) pixel(out, x, y) = 0;
        }
    }
    return out;
}

Frame turned(const Frame& frame, double degrees) {
    const double angle = degrees * std::numbers::pi / 180;
    const double c = std::cos(angle);
    const double s = std::sin(angle);
    const double w = frame.width;
    const double h = frame.height;
    Frame out = blank(static_cast<std::uint32_t>(std::abs(w * c) + std::abs(h * s)),
                      static_cast<std::uint32_t>(std::abs(w * s) + std::abs(h * c)), 200);
    for (std::uint32_t y = 0; y < out.height; ++y)
        for (std::uint32_t x = 0; x < out.width; ++x) {
            const double u = x - out.width / 2.0;
            const double v = y - out.height / 2.0;
            const double from_x = c * u - s * v + w / 2;
            const double from_y = s * u + c * v + h / 2;
            if (from_x < 0 || from_y < 0 || from_x >= w - 1 || from_y >= h - 1) continue;
            const auto ix = static_cast<std::uint32_t>(from_x);
            const auto iy = static_cast<std::uint32_t>(from_y);
            const int fx = static_cast<int>((from_x - ix) * 16);
            const int fy = static_cast<int>((from_y - iy) * 16);
            const int upper = frame.at(ix, iy) * (16 - fx) + frame.at(ix + 1, iy) * fx;
            const int lower = frame.at(ix, iy + 1) * (16 - fx) + frame.at(ix + 1, iy + 1) * fx;
            pixel(out, x, y) =
                static_cast<std::uint8_t>((upper * (16 - fy) + lower * fy + 128) / 256);
        }
    return out;
}

}  // namespace kopilka
