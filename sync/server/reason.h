// Who decided something at the office, and why: kept beside what came of it.
#pragma once
#include "pos/core/time.h"

#include <string>

namespace kopilka::sync {

struct Reason {
    std::string by, why;
    Instant at;
};

}  // namespace kopilka::sync
