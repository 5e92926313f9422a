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
    // Milliseconds of a clock that only goes forward, at its own pace, whoever sets the other one;
    // from the start of the machine, its sleep included.
    virtual std::int64_t running_ms() const = 0;
    // Which run of the machine that is of: another number after each start of it.
    virtual std::uint64_t run() const = 0;
    LocalTime local(std::int32_t offset_minutes) const { return {now(), offset_minutes}; }
};

class SystemClock final : public Clock {
public:
    Instant now() const override;
    std::int64_t running_ms() const override;
    std::uint64_t run() const override;
};

// Milliseconds since the kernel started this process, to 10 ms; 0 where it cannot be told.
std::int64_t process_age_ms();

// Moves only when told: scripts and tests live in it. Thread-safe.
class SetClock final : public Clock {
public:
    explicit SetClock(Instant start) : now_ms_(start.ms) {}
    Instant now() const override { return {now_ms_}; }
    std::int64_t running_ms() const override { return running_ms_; }
    std::uint64_t run() const override { return 1; }
    // It has become so late. Backwards, no time has passed.
    void set(Instant now);
    // Somebody set it; no time has passed.
    void turn(Instant now) { now_ms_ = now.ms; }
    // Time passes that the clock does not show.
    void pass(std::int64_t ms) { running_ms_ += ms; }

private:
    std::atomic<std::int64_t> now_ms_;
    std::atomic<std::int64_t> running_ms_ = 0;
};

}  // namespace kopilka::app
