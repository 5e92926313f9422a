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
    Live,  // the cheap looks only: a camera brings the next frame at once (≈ 10 ms at 1280 × 720)
    Still,  // every look we know: a photograph has no second chance (up to ≈ 1 s without a code)
};

// The first code that one of the looks finds, or nothing; never more than one today. Never throws.
std::vector<Symbol> decode(const Frame& frame, Effort effort = Effort::Still);

}  // namespace kopilka
