// Finds codes in a picture: the one place where the ZXing library is called.
// It does not say what a code means (payload.h), does not load pictures (drivers/camera) and does
// not keep anything between frames. Linear codes have only a check digit against misreading: who
// follows a live picture believes one after two equal readings, and all pass payload.h's rules.
#pragma once
#include "pos/core/frame.h"
#include "pos/scan/symbol.h"

#include <cstdint>
#include <vector>

namespace kopilka {

enum class Effort : std::uint8_t {
    Live,  // the cheap looks only, because a camera brings the next frame at once: 0.1–10 ms where
           // a code is held well, 40 ms at 1280 × 720 where there is none
    Still,  // every look we know, because a photograph has no second chance: 0.5 s at 1280 × 720
};

// The first code that one of the looks finds, or nothing; never more than one today. Never throws.
std::vector<Symbol> decode(const Frame& frame, Effort effort = Effort::Still);

}  // namespace kopilka
