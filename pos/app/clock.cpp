#include "pos/app/clock.h"

#include "pos/core/check.h"
#include "pos/core/hash.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <string>

#include <time.h>
#include <unistd.h>

namespace kopilka::app {
namespace {

std::uint64_t run_of_machine() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string text;
    std::getline(file, text);
    const Hash256 hash = blake2b(as_bytes(text));
    return ByteReader(hash.value).u32();  // enough to tell one from another
}

}  // namespace

Instant SystemClock::now() const {
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {duration_cast<milliseconds>(since).count()};
}

std::int64_t SystemClock::running_ms() const {
    timespec now{};
    check(clock_gettime(CLOCK_BOOTTIME, &now) == 0, "this system has no clock that only runs");
    return std::int64_t{now.tv_sec} * 1'000 + now.tv_nsec / 1'000'000;
}

std::uint64_t SystemClock::run() const {
    static const std::uint64_t run = run_of_machine();  // one, as long as the process lives
    return run;
}

void SetClock::set(Instant now) {
    running_ms_ += std::max<std::int64_t>(now.ms - now_ms_, 0);
    now_ms_ = now.ms;
}

// Field 22 of proc(5) stat: the start in clock ticks since boot. Field 2 may hold spaces, but ends
// with the last bracket.
std::int64_t process_age_ms() {
    std::ifstream file("/proc/self/stat");
    std::string text;
    std::getline(file, text);
    std::istringstream fields(text.substr(std::min(text.rfind(')') + 1, text.size())));
    std::string field;
    constexpr int kFieldsAfterName = 20;
    for (int i = 0; i < kFieldsAfterName; ++i) fields >> field;
    timespec now{};
    if (!fields || clock_gettime(CLOCK_BOOTTIME, &now) != 0) return 0;
    const std::int64_t started = std::stoll(field) * 1'000 / sysconf(_SC_CLK_TCK);
    return now.tv_sec * 1'000 + now.tv_nsec / 1'000'000 - started;
}

}  // namespace kopilka::app
