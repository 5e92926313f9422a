#include "sync/server/outcome.h"

#include <fmt/format.h>

namespace kopilka::sync {

int say_no(const Error& error) {
    fmt::print(stderr, "central: {}\n", error.detail);
    return error.code == Errc::Invalid || error.code == Errc::NotFound ? kWrongUse : kNo;
}

}  // namespace kopilka::sync
