// A picture as a counter camera sees it: held askew in perspective, not quite sharp, under uneven
// light, with the noise of a small sensor and the blocks of its compression. The same shot of the
// same picture gives the same pixels.
#pragma once
#include "pos/core/frame.h"

#include <cstdint>

namespace kopilka {

struct Shot {
    double roll = 0;     // degrees: turned in the picture's plane
    double yaw = 0;      // degrees: one side nearer to the camera
    double pitch = 0;    // degrees: upper edge nearer to the camera
    double size = 0.6;   // the longer side of what is photographed, as part of the picture's width
    double shift_x = 0;  // of the middle, as part of the picture's width
    double shift_y = 0;
    int blur = 1;      // passes of a 3 × 3 mean
    int noise = 4;     // grey levels either way
    int darkest = 70;  // per cent of the light that reaches the darkest corner
    std::uint64_t seed = 1;
};

// 960 × 720 on a grained table top.
Frame photograph(const Frame& subject, const Shot& shot);

}  // namespace kopilka
