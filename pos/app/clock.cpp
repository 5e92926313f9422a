#include "pos/app/clock.h"

#include <chrono>

namespace kopilka::app {

Instant SystemClock::now() const {
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {duration_cast<milliseconds>(since).count()};
}

}  // namespace kopilka::app
