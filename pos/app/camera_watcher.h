// Looks through a camera on its own thread and hands over what it reads: matrix codes at once,
// linear ones after two equal readings, the same code once every two seconds.
#pragma once
#include "drivers/device.h"

#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace kopilka::app {

class CameraWatcher {
public:
    // `read` is called on the watcher's thread. The camera must outlive the watcher.
    CameraWatcher(drivers::Camera& camera, std::function<void(drivers::RawScan)> read);
    CameraWatcher(const CameraWatcher&) = delete;
    CameraWatcher& operator=(const CameraWatcher&) = delete;
    ~CameraWatcher();

private:
    void run();

    drivers::Camera& camera_;
    std::function<void(drivers::RawScan)> read_;
    std::atomic<bool> stop_ = false;
    std::thread thread_;
};

}  // namespace kopilka::app
