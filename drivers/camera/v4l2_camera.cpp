#include "drivers/camera/v4l2_camera.h"

#include <algorithm>
#include <filesystem>
#include <thread>
#include <utility>

namespace kopilka::drivers {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr const char* kById = "/dev/v4l/by-id";
constexpr std::chrono::milliseconds kBetweenTries{500};
constexpr std::chrono::milliseconds kAfterLoss{50};  // one that was only shaken is back soon

}  // namespace

V4l2Camera::V4l2Camera(std::string device, PictureSize wished)
    : device_(std::move(device)), wished_(wished) {
    health_ = {DeviceState::Off, {"device.camera_gone", {name()}}};
}

std::vector<std::string> V4l2Camera::found() {
    std::error_code none;
    std::vector<std::string> links;
    for (const auto& entry : fs::directory_iterator(kById, none))
        if (entry.path().string().ends_with("-index0")) links.push_back(entry.path().string());
    std::sort(links.begin(), links.end());
    return links;
}

std::string V4l2Camera::name() const { return fs::path(device_).filename().string(); }

Health V4l2Camera::health() {
    const std::lock_guard lock(mutex_);
    return health_;
}

Result<void> V4l2Camera::open() {
    const auto now = Clock::now();
    if (now < next_try_) return tl::unexpected(away_);
    next_try_ = now + kBetweenTries;
    auto stream = V4l2Stream::open(device_, wished_);
    if (!stream) return tl::unexpected(away_ = stream.error());
    stream_.emplace(std::move(*stream));
    return {};
}

Result<Frame> V4l2Camera::next_frame(int timeout_ms) {
    if (!stream_) {
        const auto opened = open();
        if (!opened) {
            // The caller asks again at once; the wait that it granted is spent here.
            std::this_thread::sleep_for(
                std::min<Clock::duration>(std::chrono::milliseconds(timeout_ms), kBetweenTries));
            remember(tl::unexpected(opened.error()));
            return tl::unexpected(opened.error());
        }
    }
    auto frame = stream_->next(timeout_ms);
    if (!frame && frame.error().code != Errc::Timeout && frame.error().code != Errc::Corrupt) {
        away_ = frame.error();
        next_try_ = Clock::now() + kAfterLoss;
        stream_.reset();
    }
    remember(frame);
    return frame;
}

void V4l2Camera::remember(const Result<Frame>& frame) {
    Health health{DeviceState::Ready, {"device.ready", {}}};
    if (!stream_) {
        const Errc code = frame.error().code;
        const char* key = code == Errc::Busy      ? "device.camera_busy"
                          : code == Errc::Invalid ? "device.camera_unusable"
                                                  : "device.camera_gone";
        health = {DeviceState::Off, {key, {name()}}};
    }
    const std::lock_guard lock(mutex_);
    health_ = std::move(health);
}

}  // namespace kopilka::drivers
