// How often somebody may ask: `per_second` in the long run, `burst` at once. Pure; time is
// milliseconds of any clock that only goes forward.
#pragma once
#include <algorithm>
#include <cstdint>

namespace kopilka::sync {

struct Pace {
    std::uint32_t per_second = 50;
    std::uint32_t burst = 200;
};

class Bucket {
public:
    // False: too often.
    bool take(const Pace& pace, std::uint64_t now_ms) {
        const std::uint64_t most = std::uint64_t{pace.burst} * kWhole;
        const std::uint64_t idle = std::min<std::uint64_t>(now_ms - last_ms_, kLongMs);
        used_ -= std::min(used_, idle * pace.per_second);
        last_ms_ = now_ms;
        if (used_ + kWhole > most) return false;
        used_ += kWhole;
        return true;
    }
    bool is_idle(const Pace& pace, std::uint64_t now_ms) const {
        return used_ <= std::min<std::uint64_t>(now_ms - last_ms_, kLongMs) * pace.per_second;
    }

private:
    static constexpr std::uint64_t kWhole = 1'000;       // of a request, in thousandths
    static constexpr std::uint64_t kLongMs = 3'600'000;  // longer makes no difference
    std::uint64_t used_ = 0;
    std::uint64_t last_ms_ = 0;
};

}  // namespace kopilka::sync
