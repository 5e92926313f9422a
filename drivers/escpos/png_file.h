// A picture as PNG. The one place that calls stb_image_write.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/frame.h"
#include "pos/core/result.h"

#include <string>

namespace kopilka::drivers {

Result<Bytes> to_png(const Frame& frame);  // Errc::Invalid for an empty frame
Result<void> save_png(const Frame& frame, const std::string& path);

}  // namespace kopilka::drivers
