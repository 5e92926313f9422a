#include "drivers/simulated/customer_display.h"

#include "drivers/escpos/wrap.h"
#include "pos/core/utf8.h"

namespace kopilka::drivers {
namespace {

std::string fitted(const std::string& text) {
    return to_utf8(printable(text).substr(0, SimulatedCustomerDisplay::kColumns));
}

}  // namespace

Health SimulatedCustomerDisplay::health() {
    const std::lock_guard lock(mutex_);
    if (unplugged_) return {DeviceState::Off, {"device.display_off", {}}};
    return {DeviceState::Ready, {"device.ready", {}}};
}

Result<void> SimulatedCustomerDisplay::show(const std::string& upper, const std::string& lower) {
    const std::lock_guard lock(mutex_);
    if (unplugged_) return fail(Errc::Disconnected, "the customer display is not connected");
    upper_ = fitted(upper);
    lower_ = fitted(lower);
    return {};
}

std::string SimulatedCustomerDisplay::upper() const {
    const std::lock_guard lock(mutex_);
    return upper_;
}

std::string SimulatedCustomerDisplay::lower() const {
    const std::lock_guard lock(mutex_);
    return lower_;
}

void SimulatedCustomerDisplay::set_unplugged(bool gone) {
    const std::lock_guard lock(mutex_);
    unplugged_ = gone;
}

}  // namespace kopilka::drivers
