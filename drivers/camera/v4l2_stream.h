// One opened V4L2 device that streams into mapped buffers (Linux kernel,
// Documentation/userspace-api/ media/v4l). Non-blocking: every wait is a poll with a time. Not
// here: opening again what has gone.
#pragma once
#include "drivers/camera/pixels.h"

#include <cstddef>
#include <string>
#include <vector>

namespace kopilka::drivers {

struct PictureSize {
    std::uint32_t width = 1280;
    std::uint32_t height = 720;
};

class V4l2Stream {
public:
    // Opens, agrees on grey, YUYV or MJPEG near `wished`, maps four buffers and starts.
    // Errc::Disconnected: no such device · Busy: another program holds it · Invalid: no capture
    // device, or no format of ours · Io: the system refused (detail says what to do).
    static Result<V4l2Stream> open(const std::string& device, PictureSize wished);
    V4l2Stream(V4l2Stream&& other) noexcept;
    V4l2Stream& operator=(V4l2Stream&& other) noexcept;
    ~V4l2Stream();

    // The newest picture; older ones that wait are dropped. Errc::Timeout, Disconnected (open
    // again), Corrupt (this picture only).
    Result<Frame> next(int timeout_ms);
    PixelLayout layout() const { return layout_; }

private:
    struct Buffer {
        std::uint8_t* data = nullptr;
        std::size_t size = 0;
    };
    V4l2Stream() = default;
    void close();
    Result<void> agree_on_format(PictureSize wished);
    Result<void> map_buffers();
    Result<void> start();
    Result<int> take_newest();  // -1: none is ready
    Result<void> give_back(std::uint32_t index);

    int fd_ = -1;
    PixelLayout layout_;
    std::vector<Buffer> buffers_;
    std::size_t taken_bytes_ = 0;
};

}  // namespace kopilka::drivers
