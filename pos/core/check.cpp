#include "pos/core/check.h"

#include <cstdio>
#include <cstdlib>

namespace kopilka {

void check(bool holds, std::string_view text, std::source_location place) {
    if (!holds) [[unlikely]]
        unreachable(text, place);
}

void unreachable(std::string_view text, std::source_location place) {
    std::fprintf(stderr, "%s:%u: %.*s\n", place.file_name(), static_cast<unsigned>(place.line()),
                 static_cast<int>(text.size()), text.data());
    std::abort();
}

}  // namespace kopilka
