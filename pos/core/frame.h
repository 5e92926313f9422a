// One picture from a camera or a file: eight bits of grey a pixel, rows without gaps.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace kopilka {

struct Frame {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::vector<std::uint8_t> grey;  // width × height, row by row

    std::uint8_t at(std::uint32_t x, std::uint32_t y) const {
        return grey[static_cast<std::size_t>(y) * width + x];
    }
    bool empty() const { return grey.empty(); }
};

}  // namespace kopilka
