#include "tests/bench/bench.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::uint64_t> counted{0};

void* count_and_allocate(std::size_t size) {
    ++counted;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}

}  // namespace

// Every allocation of the program goes through these.
void* operator new(std::size_t size) { return count_and_allocate(size); }
void* operator new[](std::size_t size) { return count_and_allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace kopilka::bench {
namespace {

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
}

}  // namespace

std::uint64_t allocations() { return counted.load(); }

Row at_most(std::string name, double value, std::string unit, double goal, std::string note) {
    return {std::move(name),           value,         std::move(unit),
            "at most " + number(goal), value <= goal, std::move(note)};
}

Row at_least(std::string name, double value, std::string unit, double goal, std::string note) {
    return {std::move(name), value,          std::move(unit), "at least " + number(goal),
            value >= goal,   std::move(note)};
}

double Times::at(double share) const {
    if (sorted.empty()) return 0;
    const auto last = static_cast<double>(sorted.size() - 1);
    return sorted[static_cast<std::size_t>(last * share)];
}

Times time_each(const std::function<void()>& run, double seconds) {
    using Clock = std::chrono::steady_clock;
    const auto nanoseconds = [](Clock::duration length) {
        return std::chrono::duration<double, std::nano>(length).count();
    };
    const auto warm = Clock::now();
    do run();
    while (nanoseconds(Clock::now() - warm) < seconds * 1e8);
    Times times;
    times.sorted.reserve(1 << 20);
    const auto start = Clock::now();
    for (auto before = start; nanoseconds(before - start) < seconds * 1e9;) {
        run();
        const auto after = Clock::now();
        times.sorted.push_back(nanoseconds(after - before));
        before = after;
    }
    std::ranges::sort(times.sorted);
    return times;
}

}  // namespace kopilka::bench
