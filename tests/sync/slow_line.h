// A line between two ends that have networks of their own (Linux namespaces joined by two TUN
// devices): packets wait in a queue, crawl over it, take their time and get lost, by a seed. What
// runs at an end is real: sockets, TCP, TLS.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace kopilka::sync {

struct LineKind {
    std::int64_t bits_per_second = 9'600;  // each way
    std::int64_t delay_ms = 1'000;         // one way; a round trip takes two of them and the crawl
    int lost_percent = 0;                  // of the packets, each way
    std::int64_t queue_bytes = 6'000;      // beyond this a packet is dropped, as a modem does
    std::uint64_t seed = 1;
};

class SlowLine {
public:
    // In a process that may make namespaces: root, or a user who is alone in a process without
    // other threads. Throws std::system_error where the system refuses.
    explicit SlowLine(const LineKind& kind);
    ~SlowLine();
    SlowLine(const SlowLine&) = delete;
    SlowLine& operator=(const SlowLine&) = delete;

    // Runs on a thread whose sockets, and those of the threads it starts, are at that end; returns
    // when it has.
    void at_near_end(const std::function<void()>& work);
    void at_far_end(const std::function<void()>& work);
    static std::string near_address() { return "10.88.0.1"; }

    struct Counts {
        std::uint64_t packets = 0, lost = 0, bytes = 0, connections = 0;  // begun by the far end
    };
    Counts counts() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace kopilka::sync
