// A picture file, or a folder of them in the order of their names, as a camera. For the demo, for
// tests, and for a shop that photographs cards with something else.
#pragma once
#include "drivers/device.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace kopilka::drivers {

enum class AtEnd : std::uint8_t { Stop, StartOver };

class ImageCamera : public Camera {
public:
    // Errc::NotFound: no such file or folder, or no .png, .jpg, .jpeg, .pgm, .ppm or .pnm in it.
    // The files themselves are read one by one, when their turn comes.
    static Result<std::unique_ptr<ImageCamera>> open(const std::string& path, AtEnd at_end);

    std::string name() const override { return path_; }
    Health health() override;
    // Each call gives the next picture at once. A damaged one fails with load_image's error and is
    // passed over. After the last one: waits `timeout_ms`, then Errc::Timeout. One thread only.
    Result<Frame> next_frame(int timeout_ms) override;

private:
    ImageCamera(std::string path, std::vector<std::string> files, AtEnd at_end);

    const std::string path_;
    const std::vector<std::string> files_;
    const AtEnd at_end_;
    std::size_t next_ = 0;
};

}  // namespace kopilka::drivers
