// A cash drawer without a drawer: it counts kicks. Thread-safe.
#pragma once
#include "drivers/device.h"

#include <mutex>

namespace kopilka::drivers {

class SimulatedCashDrawer : public CashDrawer {
public:
    std::string name() const override { return "simulated cash drawer"; }
    Health health() override;
    Result<void> open() override;  // Errc::Disconnected while unplugged
    std::optional<bool> is_open() override;

    void close();                   // somebody pushed it shut
    void set_tells(bool tells);     // false: one of those that cannot say whether they are open
    void set_unplugged(bool gone);  // kicks fail
    int kicks() const;

private:
    mutable std::mutex mutex_;
    int kicks_ = 0;
    bool open_ = false;
    bool tells_ = true;
    bool unplugged_ = false;
};

}  // namespace kopilka::drivers
