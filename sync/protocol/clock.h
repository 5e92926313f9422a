// How a till's clock stands to the server's. Neither is believed: records are ordered by their
// sequence, the server's clock decides what has run out there, and a till's that is far off is told
// to people. Here is only what one exchange can say of the difference, and how surely.
#pragma once
#include "pos/core/time.h"

#include <cstdint>
#include <optional>
#include <string>

namespace kopilka::sync {

// What an answer says of the server's clock.
struct ServerTime {
    Instant at;                   // when it was answered
    std::uint32_t waited_ms = 0;  // how long the request had been with the server by then
    bool operator==(const ServerTime&) const = default;
};

struct ClockReading {
    std::int64_t ahead_ms = 0;         // of the till's clock; negative: it is late
    std::uint32_t uncertainty_ms = 0;  // either way
    bool operator==(const ClockReading&) const = default;
};

// Beyond a minute somebody must set the clock.
constexpr std::int64_t kMostAheadMs = 60'000;
constexpr std::int64_t kMostClockMs = 1'000'000'000'000'000;  // of any instant, either sign

// `received` by the till's own clock; `took_ms` from question to answer by one that nobody turns.
// The server looked at its clock at some moment between: that is the uncertainty.
ClockReading read_clock(const ServerTime& server, Instant received, std::int64_t took_ms);
// Of two readings the one to go by: the surer one, until the newer contradicts it.
ClockReading followed(const std::optional<ClockReading>& known, const ClockReading& heard);
// More than a minute off, whatever the uncertainty.
bool is_wrong(const ClockReading& reading);
// "3600.0 s ahead of the server's, give or take 0.1 s"; English, for logs, commands and cases.
std::string words(const ClockReading& reading);

}  // namespace kopilka::sync
