// A picture as PNG. The one place that calls stb_image_write.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/frame.h"
#include "pos/core/result.h"

#include <span>
#include <string>

namespace kopilka::drivers {

Result<Bytes> to_png(const Frame& frame);  // Errc::Invalid for an empty frame
Result<void> save_png(const Frame& frame, const std::string& path);
// Three bytes a pixel, rows without gaps: a picture of a screen.
Result<void> save_png_rgb(std::span<const std::uint8_t> rgb, std::uint32_t width,
                          std::uint32_t height, const std::string& path);

}  // namespace kopilka::drivers
