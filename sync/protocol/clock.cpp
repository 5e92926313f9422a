#include "sync/protocol/clock.h"

#include <algorithm>
#include <cstdlib>

namespace kopilka::sync {
namespace {

constexpr std::int64_t kMostUncertaintyMs = 86'400'000;

// Seconds with one decimal, rounded up: nobody is promised more than was measured.
std::string seconds(std::int64_t ms) {
    const std::int64_t tenths = (ms + 99) / 100;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

}  // namespace

ClockReading read_clock(const ServerTime& server, Instant received, std::int64_t took_ms) {
    const std::int64_t unknown =
        std::clamp<std::int64_t>(took_ms - server.waited_ms, 0, kMostUncertaintyMs);
    // A half is lost in the division, another in each clock's own milliseconds.
    return {received.ms - server.at.ms - unknown / 2, static_cast<std::uint32_t>(unknown / 2 + 2)};
}

ClockReading followed(const std::optional<ClockReading>& known, const ClockReading& heard) {
    if (!known || heard.uncertainty_ms < known->uncertainty_ms) return heard;
    const std::int64_t apart = std::abs(known->ahead_ms - heard.ahead_ms);
    const bool agree =
        apart <= std::int64_t{known->uncertainty_ms} + std::int64_t{heard.uncertainty_ms};
    return agree ? *known : heard;
}

bool is_wrong(const ClockReading& reading) {
    return std::abs(reading.ahead_ms) - std::int64_t{reading.uncertainty_ms} > kMostAheadMs;
}

std::string words(const ClockReading& reading) {
    return seconds(std::abs(reading.ahead_ms)) +
           (reading.ahead_ms < 0 ? " behind the server's" : " ahead of the server's") +
           ", give or take " + seconds(reading.uncertainty_ms);
}

}  // namespace kopilka::sync
