// A picture file as grey pixels: PNG, JPEG, PNM (P5 and P6). The one place that calls stb_image.
// What is transparent counts as white paper. Not here: turning pictures upright, other formats.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/frame.h"
#include "pos/core/result.h"

#include <string>

namespace kopilka::drivers {

constexpr std::uint32_t kMostPixels = 64u << 20;  // larger ones are refused before memory is asked

// Errc::NotFound: no such file · Io: cannot be read · Corrupt: no picture, or a damaged one ·
// Full: more than kMostPixels. `detail` begins with the path.
Result<Frame> load_image(const std::string& path);

// The same from bytes; `detail` has no path.
Result<Frame> decode_image(ByteView bytes);

}  // namespace kopilka::drivers
