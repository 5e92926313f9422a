// Where time comes from: the one place of the till that asks a clock.
#pragma once
#include "pos/core/time.h"

#include <atomic>
#include <cstdint>

namespace kopilka::app {

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
    LocalTime local(std::int32_t offset_minutes) const { return {now(), offset_minutes}; }
};

class SystemClock final : public Clock {
public:
    Instant now() const override;
};

// Milliseconds since the kernel started this process, to 10 ms; 0 where it cannot be told.
std::int64_t process_age_ms();

// Moves only when told: scripts and tests live in it. Thread-safe.
class SetClock final : public Clock {
public:
    explicit SetClock(Instant start) : now_ms_(start.ms) {}
    Instant now() const override { return {now_ms_}; }
    void set(Instant now) { now_ms_ = now.ms; }

private:
    std::atomic<std::int64_t> now_ms_;
};

}  // namespace kopilka::app
