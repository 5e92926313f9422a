// A clock that only goes forward, in milliseconds since whatever moment. Not what time it is.
#pragma once
#include <chrono>
#include <cstdint>

namespace kopilka::sync {

inline std::uint64_t running_ms() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

}  // namespace kopilka::sync
