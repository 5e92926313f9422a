// A scanner and a card reader without hardware: what they read is handed in by calls, or comes line
// by line from a file or a named pipe (scan_file.h). Thread-safe.
#pragma once
#include "drivers/device.h"

#include <atomic>
#include <deque>
#include <functional>
#include <mutex>

namespace kopilka::drivers {

// Hands reads to one listener, in order, one at a time, whoever pushes them. What comes before
// there is a listener waits for it; what a listener pushes itself is handed over after it returns.
class ReadQueue {
public:
    void listen(std::function<void(RawScan)> listener);
    void push(RawScan read);

private:
    void deliver();

    std::mutex mutex_;
    std::function<void(RawScan)> listener_;
    std::deque<RawScan> waiting_;
    bool delivering_ = false;
};

class SimulatedScanner : public Scanner {
public:
    std::string name() const override { return "simulated scanner"; }
    Health health() override;
    void on_scan(std::function<void(RawScan)> listener) override { reads_.listen(listener); }

    void scan(RawScan read);  // lost while unplugged, as with a real one
    void set_unplugged(bool gone) { unplugged_ = gone; }

private:
    ReadQueue reads_;
    std::atomic<bool> unplugged_ = false;
};

class SimulatedCardReader : public CardReader {
public:
    std::string name() const override { return "simulated card reader"; }
    Health health() override;
    void on_card(std::function<void(RawScan)> listener) override { reads_.listen(listener); }

    void swipe(RawScan card);  // lost while unplugged
    void set_unplugged(bool gone) { unplugged_ = gone; }

private:
    ReadQueue reads_;
    std::atomic<bool> unplugged_ = false;
};

}  // namespace kopilka::drivers
