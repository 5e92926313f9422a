// Virtual time, and what is to happen in it. Of two things at the same moment the one that was
// planned first comes first, so that a run is the same each time.
#pragma once
#include "pos/core/time.h"

#include <cstdint>
#include <functional>
#include <queue>
#include <tuple>
#include <utility>
#include <vector>

namespace kopilka::simulation {

class Timeline {
public:
    explicit Timeline(Instant begins) : now_ms_(begins.ms) {}
    const std::int64_t& now_ms() const { return now_ms_; }

    void in(std::int64_t ms, std::function<void()> what) {
        planned_.push({now_ms_ + ms, ++order_, std::move(what)});
    }
    void pass(std::int64_t ms) {
        const std::int64_t until = now_ms_ + ms;
        while (!planned_.empty() && planned_.top().at_ms <= until) {
            const Planned next = planned_.top();
            planned_.pop();
            now_ms_ = std::max(now_ms_, next.at_ms);
            next.what();
        }
        now_ms_ = std::max(now_ms_, until);
    }

private:
    struct Planned {
        std::int64_t at_ms;
        std::uint64_t order;
        std::function<void()> what;
        bool operator>(const Planned& other) const {
            return std::tie(at_ms, order) > std::tie(other.at_ms, other.order);
        }
    };
    std::int64_t now_ms_;
    std::uint64_t order_ = 0;
    std::priority_queue<Planned, std::vector<Planned>, std::greater<>> planned_;
};

}  // namespace kopilka::simulation
