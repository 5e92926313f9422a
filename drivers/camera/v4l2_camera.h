// A V4L2 camera that comes back by itself: when it has gone, everything about it is thrown away and
// opened anew by its stable name, whichever /dev/videoN it then is.
#pragma once
#include "drivers/camera/v4l2_stream.h"
#include "drivers/device.h"

#include <chrono>
#include <mutex>

namespace kopilka::drivers {

class V4l2Camera : public Camera {
public:
    // `device`: a link in /dev/v4l/by-id (see found()), or /dev/videoN where there is no other
    // name. Opened at the first next_frame().
    explicit V4l2Camera(std::string device, PictureSize wished = {});

    // Cameras by their stable names, sorted; the second device of one camera (metadata) left out.
    static std::vector<std::string> found();

    std::string name() const override;  // the link's own name: maker, model, serial number
    Health health() override;
    // One thread only. While the camera is away, opening is tried at most twice a second.
    Result<Frame> next_frame(int timeout_ms) override;

private:
    Result<void> open();
    void remember(const Result<Frame>& frame);

    const std::string device_;
    const PictureSize wished_;
    std::optional<V4l2Stream> stream_;
    std::chrono::steady_clock::time_point next_try_{};
    Error away_;        // why the last try to open failed
    std::mutex mutex_;  // guards health_, which any thread may ask for
    Health health_;
};

}  // namespace kopilka::drivers
