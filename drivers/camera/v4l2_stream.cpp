#include "drivers/camera/v4l2_stream.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace kopilka::drivers {
namespace {

constexpr std::uint32_t kBuffers = 4;
constexpr std::uint32_t kCapture = V4L2_BUF_TYPE_VIDEO_CAPTURE;
// A driver that says "readable" and then gives nothing must not make us spin.
constexpr std::chrono::milliseconds kPause{2};

int control(int fd, unsigned long request, void* argument) {
    int answer = 0;
    do {
        answer = ioctl(fd, request, argument);
    } while (answer < 0 && errno == EINTR);
    return answer;
}

Error refused(const char* what) {
    const int error = errno;
    const std::string words = std::string(what) + ": " + std::strerror(error);
    switch (error) {
        case ENOENT:
        case ENODEV:
        case ENXIO:
        case EIO: return {Errc::Disconnected, words + "; plug the camera in"};
        case EBUSY: return {Errc::Busy, words + "; close the program that uses the camera"};
        case EACCES: return {Errc::Io, words + "; add the user to the group video"};
        case ENOSPC: return {Errc::Io, words + "; give the camera a USB port of its own"};
        case ENOTTY: return {Errc::Invalid, words + "; this is no camera"};
        default: return {Errc::Io, words};
    }
}

std::optional<PixelFormat> format_of(std::uint32_t four_letters) {
    switch (four_letters) {
        case V4L2_PIX_FMT_GREY: return PixelFormat::Grey;
        case V4L2_PIX_FMT_YUYV: return PixelFormat::Yuyv;
        case V4L2_PIX_FMT_MJPEG: return PixelFormat::Mjpeg;
        default: return std::nullopt;
    }
}

// The one of ours that costs least to turn grey; 0: none.
std::uint32_t best_format(int fd) {
    std::uint32_t best = 0;
    auto best_rank = PixelFormat::Mjpeg;
    for (std::uint32_t index = 0; index < 64; ++index) {
        v4l2_fmtdesc offered{};
        offered.index = index;
        offered.type = kCapture;
        if (control(fd, VIDIOC_ENUM_FMT, &offered) != 0) break;
        const auto format = format_of(offered.pixelformat);
        if (!format || (best != 0 && *format >= best_rank)) continue;
        best = offered.pixelformat;
        best_rank = *format;
    }
    return best;
}

v4l2_buffer buffer_at(std::uint32_t index) {
    v4l2_buffer buffer{};
    buffer.type = kCapture;
    buffer.memory = V4L2_MEMORY_MMAP;
    buffer.index = index;
    return buffer;
}

}  // namespace

Result<V4l2Stream> V4l2Stream::open(const std::string& device, PictureSize wished) {
    V4l2Stream stream;
    stream.fd_ = ::open(device.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (stream.fd_ < 0) return tl::unexpected(refused(device.c_str()));
    v4l2_capability able{};
    if (control(stream.fd_, VIDIOC_QUERYCAP, &able) != 0)
        return tl::unexpected(refused(device.c_str()));
    const auto can =
        (able.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? able.device_caps : able.capabilities;
    if ((can & V4L2_CAP_VIDEO_CAPTURE) == 0 || (can & V4L2_CAP_STREAMING) == 0)
        return fail(Errc::Invalid, device + ": not a camera that streams");
    if (const auto agreed = stream.agree_on_format(wished); !agreed)
        return tl::unexpected(agreed.error());
    if (const auto mapped = stream.map_buffers(); !mapped) return tl::unexpected(mapped.error());
    if (const auto started = stream.start(); !started) return tl::unexpected(started.error());
    return stream;
}

Result<void> V4l2Stream::agree_on_format(PictureSize wished) {
    v4l2_format format{};
    format.type = kCapture;
    format.fmt.pix.width = wished.width;
    format.fmt.pix.height = wished.height;
    format.fmt.pix.pixelformat = best_format(fd_);
    if (format.fmt.pix.pixelformat == 0)
        return fail(Errc::Invalid, "the camera offers neither grey, YUYV nor MJPEG");
    if (control(fd_, VIDIOC_S_FMT, &format) != 0) return tl::unexpected(refused("VIDIOC_S_FMT"));
    const auto& got = format.fmt.pix;  // the driver may have changed any of it
    const auto known = format_of(got.pixelformat);
    if (!known || got.width == 0 || got.height == 0 || got.width > 16384 || got.height > 16384)
        return fail(Errc::Invalid, "the camera insists on a picture that the till cannot read");
    const std::uint32_t least = got.width * (*known == PixelFormat::Yuyv ? 2u : 1u);
    layout_ = {*known, got.width, got.height, std::max(got.bytesperline, least)};
    return {};
}

Result<void> V4l2Stream::map_buffers() {
    v4l2_requestbuffers request{};
    request.count = kBuffers;
    request.type = kCapture;
    request.memory = V4L2_MEMORY_MMAP;
    if (control(fd_, VIDIOC_REQBUFS, &request) != 0)
        return tl::unexpected(refused("VIDIOC_REQBUFS"));
    if (request.count == 0) return fail(Errc::Io, "the camera's driver has no memory for buffers");
    for (std::uint32_t index = 0; index < request.count; ++index) {
        v4l2_buffer buffer = buffer_at(index);
        if (control(fd_, VIDIOC_QUERYBUF, &buffer) != 0)
            return tl::unexpected(refused("VIDIOC_QUERYBUF"));
        void* data = mmap(nullptr, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED, fd_,
                          static_cast<off_t>(buffer.m.offset));
        if (data == MAP_FAILED) return tl::unexpected(refused("mmap"));
        buffers_.push_back({static_cast<std::uint8_t*>(data), buffer.length});
    }
    return {};
}

Result<void> V4l2Stream::start() {
    for (std::uint32_t index = 0; index < buffers_.size(); ++index)
        if (auto given = give_back(index); !given) return given;
    int type = kCapture;
    if (control(fd_, VIDIOC_STREAMON, &type) != 0)
        return tl::unexpected(refused("VIDIOC_STREAMON"));
    return {};
}

Result<void> V4l2Stream::give_back(std::uint32_t index) {
    v4l2_buffer buffer = buffer_at(index);
    if (control(fd_, VIDIOC_QBUF, &buffer) != 0) return tl::unexpected(refused("VIDIOC_QBUF"));
    return {};
}

Result<int> V4l2Stream::take_newest() {
    int newest = -1;
    for (std::size_t taken = 0; taken < buffers_.size(); ++taken) {
        v4l2_buffer buffer = buffer_at(0);
        if (control(fd_, VIDIOC_DQBUF, &buffer) != 0) {
            if (errno == EAGAIN) break;
            return tl::unexpected(refused("VIDIOC_DQBUF"));
        }
        if (buffer.index >= buffers_.size())
            return fail(Errc::Disconnected, "the camera's driver named a buffer that is not ours");
        const bool damaged = (buffer.flags & V4L2_BUF_FLAG_ERROR) != 0;
        const int unwanted = damaged ? static_cast<int>(buffer.index) : newest;
        if (!damaged) {
            newest = static_cast<int>(buffer.index);
            taken_bytes_ = std::min<std::size_t>(buffer.bytesused, buffers_[buffer.index].size);
        }
        if (unwanted < 0) continue;
        if (const auto given = give_back(static_cast<std::uint32_t>(unwanted)); !given)
            return tl::unexpected(given.error());
    }
    return newest;
}

Result<Frame> V4l2Stream::next(int timeout_ms) {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::milliseconds(timeout_ms);
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
        pollfd wait{fd_, POLLIN, 0};
        const int ready = poll(&wait, 1, static_cast<int>(std::max<long>(left.count(), 0)));
        if (ready < 0 && errno != EINTR) return tl::unexpected(refused("poll"));
        if (ready > 0 && (wait.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0)
            return fail(Errc::Disconnected, "the camera has gone");
        if (ready > 0) {
            const auto index = take_newest();
            if (!index) return tl::unexpected(index.error());
            if (*index >= 0) {
                const auto& buffer = buffers_[static_cast<std::size_t>(*index)];
                auto frame = to_grey(layout_, {buffer.data, taken_bytes_});
                const auto given = give_back(static_cast<std::uint32_t>(*index));
                if (!given) return tl::unexpected(given.error());
                return frame;
            }
            std::this_thread::sleep_for(kPause);
        }
        if (Clock::now() >= end) return fail(Errc::Timeout, "no picture in time");
    }
}

V4l2Stream::V4l2Stream(V4l2Stream&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      layout_(other.layout_),
      buffers_(std::exchange(other.buffers_, {})),
      taken_bytes_(other.taken_bytes_) {}

V4l2Stream& V4l2Stream::operator=(V4l2Stream&& other) noexcept {
    if (this == &other) return *this;
    close();
    fd_ = std::exchange(other.fd_, -1);
    layout_ = other.layout_;
    buffers_ = std::exchange(other.buffers_, {});
    taken_bytes_ = other.taken_bytes_;
    return *this;
}

V4l2Stream::~V4l2Stream() { close(); }

// No STREAMOFF: closing the device stops it, and on one that has gone the call would only fail.
void V4l2Stream::close() {
    for (const auto& buffer : buffers_) munmap(buffer.data, buffer.size);
    buffers_.clear();
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
}

}  // namespace kopilka::drivers
