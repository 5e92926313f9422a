// The one thing threads share: a queue of values that one thread fills and another empties.
#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

namespace kopilka::app {

template <typename T>
class Inbox {
public:
    // `wake` is called after each put, on the thread that puts: how a sleeping window is told.
    explicit Inbox(std::function<void()> wake = {}) : wake_(std::move(wake)) {}

    void put(T value) {
        {
            const std::lock_guard lock(mutex_);
            if (closed_) return;
            values_.push_back(std::move(value));
        }
        arrived_.notify_one();
        if (wake_) wake_();
    }

    std::optional<T> try_take() {
        const std::lock_guard lock(mutex_);
        return pop();
    }

    // Waits for a value; nullopt once closed and empty, or when the time is over.
    std::optional<T> take() {
        std::unique_lock lock(mutex_);
        arrived_.wait(lock, [&] { return closed_ || !values_.empty(); });
        return pop();
    }
    std::optional<T> take_within(std::chrono::milliseconds time) {
        std::unique_lock lock(mutex_);
        arrived_.wait_for(lock, time, [&] { return closed_ || !values_.empty(); });
        return pop();
    }
    // Everything that is there now: how a writer makes one transaction of many requests.
    std::deque<T> take_all() {
        const std::lock_guard lock(mutex_);
        return std::exchange(values_, {});
    }

    void close() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        arrived_.notify_all();
    }
    bool closed() const {
        const std::lock_guard lock(mutex_);
        return closed_;
    }

private:
    std::optional<T> pop() {
        if (values_.empty()) return std::nullopt;
        std::optional<T> value(std::move(values_.front()));
        values_.pop_front();
        return value;
    }

    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<T> values_;
    std::function<void()> wake_;
    bool closed_ = false;
};

}  // namespace kopilka::app
