// The clock on a machine's wall, which may be set, run on beside the true time or stand still; and
// the one that only runs, from each start of the machine.
#pragma once
#include "pos/app/clock.h"

#include <optional>

namespace kopilka::simulation {

class NodeClock final : public app::Clock {
public:
    // `true_ms`: virtual time, by which everything happens.
    explicit NodeClock(const std::int64_t& true_ms) : true_ms_(true_ms), started_ms_(true_ms) {}

    Instant now() const override { return {frozen_ ? *frozen_ : true_ms_ + ahead_ms_}; }
    std::int64_t running_ms() const override { return true_ms_ - started_ms_; }
    std::uint64_t run() const override { return run_; }

    void turn(std::int64_t ahead_ms) { ahead_ms_ = ahead_ms, frozen_.reset(); }
    bool is_right() const { return ahead_ms_ == 0 && !frozen_; }
    void freeze() { frozen_ = now().ms; }
    void restart() { started_ms_ = true_ms_, ++run_; }

private:
    const std::int64_t& true_ms_;
    std::int64_t ahead_ms_ = 0;
    std::optional<std::int64_t> frozen_;
    std::int64_t started_ms_;
    std::uint64_t run_ = 1;
};

}  // namespace kopilka::simulation
