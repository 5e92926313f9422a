#include "drivers/simulated/scanner.h"

#include <utility>

namespace kopilka::drivers {
namespace {

Health health_of_reader(bool unplugged) {
    if (unplugged) return {DeviceState::Off, {"device.reader_off", {}}};
    return {DeviceState::Ready, {"device.ready", {}}};
}

}  // namespace

void ReadQueue::listen(std::function<void(RawScan)> listener) {
    {
        const std::lock_guard lock(mutex_);
        listener_ = std::move(listener);
    }
    deliver();
}

void ReadQueue::push(RawScan read) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(read));
    }
    deliver();
}

void ReadQueue::deliver() {
    std::unique_lock lock(mutex_);
    if (delivering_) return;  // whoever is at it takes ours too
    delivering_ = true;
    while (listener_ && !waiting_.empty()) {
        RawScan read = std::move(waiting_.front());
        waiting_.pop_front();
        const auto listener = listener_;
        lock.unlock();
        listener(std::move(read));
        lock.lock();
    }
    delivering_ = false;
}

Health SimulatedScanner::health() { return health_of_reader(unplugged_); }
Health SimulatedCardReader::health() { return health_of_reader(unplugged_); }

void SimulatedScanner::scan(RawScan read) {
    if (!unplugged_) reads_.push(std::move(read));
}

void SimulatedCardReader::swipe(RawScan card) {
    if (!unplugged_) reads_.push(std::move(card));
}

}  // namespace kopilka::drivers
