// A pole display of two lines of 20 characters, in memory. Thread-safe.
#pragma once
#include "drivers/device.h"

#include <mutex>

namespace kopilka::drivers {

class SimulatedCustomerDisplay : public CustomerDisplay {
public:
    static constexpr std::size_t kColumns = 20;

    std::string name() const override { return "simulated customer display"; }
    Health health() override;
    // Each line is cut to 20 characters. Errc::Disconnected while unplugged.
    Result<void> show(const std::string& upper, const std::string& lower) override;

    std::string upper() const;
    std::string lower() const;
    void set_unplugged(bool gone);

private:
    mutable std::mutex mutex_;
    std::string upper_, lower_;
    bool unplugged_ = false;
};

}  // namespace kopilka::drivers
