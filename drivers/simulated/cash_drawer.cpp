#include "drivers/simulated/cash_drawer.h"

namespace kopilka::drivers {

Health SimulatedCashDrawer::health() {
    const std::lock_guard lock(mutex_);
    if (unplugged_) return {DeviceState::Off, {"device.drawer_off", {}}};
    if (open_ && tells_) return {DeviceState::Attention, {"device.drawer_open", {}}};
    return {DeviceState::Ready, {"device.ready", {}}};
}

Result<void> SimulatedCashDrawer::open() {
    const std::lock_guard lock(mutex_);
    if (unplugged_) return fail(Errc::Disconnected, "the drawer's cable is not plugged in");
    ++kicks_;
    open_ = true;
    return {};
}

std::optional<bool> SimulatedCashDrawer::is_open() {
    const std::lock_guard lock(mutex_);
    if (!tells_ || unplugged_) return std::nullopt;
    return open_;
}

void SimulatedCashDrawer::close() {
    const std::lock_guard lock(mutex_);
    open_ = false;
}

void SimulatedCashDrawer::set_tells(bool tells) {
    const std::lock_guard lock(mutex_);
    tells_ = tells;
}

void SimulatedCashDrawer::set_unplugged(bool gone) {
    const std::lock_guard lock(mutex_);
    unplugged_ = gone;
}

int SimulatedCashDrawer::kicks() const {
    const std::lock_guard lock(mutex_);
    return kicks_;
}

}  // namespace kopilka::drivers
