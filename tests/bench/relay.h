// Stands between a till and its server and counts what passes: payload of TCP, so HTTP and TLS with
// it, but no heads of packets.
#pragma once
#include <atomic>
#include <cstdint>
#include <thread>

namespace kopilka::bench {

struct Passed {              // bytes
    std::uint64_t up = 0;    // to the server
    std::uint64_t down = 0;  // to the till
    Passed operator-(const Passed& before) const { return {up - before.up, down - before.down}; }
};

// One connection after another, each to the server's port on this machine.
class Relay {
public:
    explicit Relay(std::uint16_t server);  // throws std::runtime_error
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    std::uint16_t port() const { return port_; }
    // Complete for every answer that the till has read.
    Passed passed() const { return {up_, down_}; }

private:
    void run();
    void pass(int till, int server);

    std::uint16_t server_;
    std::uint16_t port_ = 0;
    int listening_ = -1;
    std::atomic<bool> stop_ = false;
    std::atomic<std::uint64_t> up_ = 0;
    std::atomic<std::uint64_t> down_ = 0;
    std::thread thread_;
};

}  // namespace kopilka::bench
