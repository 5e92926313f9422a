// A camera whose pictures come from memory. Thread-safe: one thread shows, another takes.
#pragma once
#include "drivers/device.h"

#include <condition_variable>
#include <mutex>

namespace kopilka::drivers {

class SimulatedCamera : public Camera {
public:
    std::string name() const override { return "simulated camera"; }
    Health health() override;
    Result<Frame> next_frame(int timeout_ms) override;

    void show(Frame frame);  // replaces one that nobody took
    void set_unplugged(bool gone);

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<Frame> newest_;
    bool unplugged_ = false;
};

}  // namespace kopilka::drivers
