#include "drivers/simulated/camera.h"

#include <chrono>
#include <utility>

namespace kopilka::drivers {

Health SimulatedCamera::health() {
    const std::lock_guard lock(mutex_);
    if (unplugged_) return {DeviceState::Off, {"device.camera_gone", {name()}}};
    return {DeviceState::Ready, {"device.ready", {}}};
}

Result<Frame> SimulatedCamera::next_frame(int timeout_ms) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                      [&] { return newest_ || unplugged_; });
    if (unplugged_) return fail(Errc::Disconnected, "the simulated camera is unplugged");
    if (!newest_) return fail(Errc::Timeout, "no picture in time");
    Frame frame = std::move(*newest_);
    newest_.reset();
    return frame;
}

void SimulatedCamera::show(Frame frame) {
    const std::lock_guard lock(mutex_);
    newest_ = std::move(frame);
    changed_.notify_all();
}

void SimulatedCamera::set_unplugged(bool gone) {
    const std::lock_guard lock(mutex_);
    unplugged_ = gone;
    newest_.reset();
    changed_.notify_all();
}

}  // namespace kopilka::drivers
