// A day on which something fails: the till hears an error, reads anew what its disk really holds,
// as it does in a shop, and does again what left nothing behind.
#pragma once
#include "tests/disk/power_cuts.h"

namespace kopilka::disk {

class TroubledDay {
public:
    // `golden`: the same steps lived without trouble.
    TroubledDay(std::filesystem::path folder, const Lived& golden, const Fault& fault);

    // Fails the test where a state is neither what was before an act nor what is after it.
    void live(const std::vector<Step>& steps);

    bool disk_failed() const { return disk_.failed(); }
    std::size_t first_after() const { return first_after_; }  // the phase of the fault
    const Lived& lived() const { return lived_; }
    const Memory& known() const { return known_; }  // at the day's end
    std::size_t errors() const { return errors_; }

private:
    void begin(const std::string& name);
    void end(Memory after);
    bool attempt(Room& room, const Step& step, int number);
    void recover(Room& room, const Step& step, const Memory& as_if_done);
    void come_to_terms(Room& room);

    std::filesystem::path folder_;
    const Lived& golden_;
    SimulatedDisk disk_;
    Fault fault_;
    Memory known_;
    Lived lived_;
    std::string phase_;
    std::size_t first_after_ = SIZE_MAX - 3;
    std::size_t errors_ = 0;
};

}  // namespace kopilka::disk
