#include "pos/core/check.h"

#include <cstdio>
#include <cstdlib>

namespace kopilka {

void unreachable(std::string_view text, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: %.*s\n", file, line, static_cast<int>(text.size()), text.data());
    std::abort();
}

}  // namespace kopilka
