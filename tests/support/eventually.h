// Waiting for what comes by itself.
#pragma once
#include <chrono>
#include <thread>

namespace kopilka {

inline void sleep_for(double seconds) {
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

// True as soon as `condition` is, looked at after each `step`; false after `seconds`, in which the
// time that looking takes does not count: a busy machine is given longer.
template <typename Condition>
bool eventually(const Condition& condition, double seconds = 30, double step = 0.02) {
    for (double waited = 0; waited < seconds; waited += step) {
        if (condition()) return true;
        sleep_for(step);
    }
    return condition();
}

}  // namespace kopilka
