// What a person may type on the command line and a till must be able to show.
#pragma once
#include "pos/core/utf8.h"

#include <algorithm>
#include <string_view>

namespace kopilka::sync {

// At most 64 letters of UTF-8, none of which moves the cursor. Empty: also one.
inline bool is_name(std::string_view text) {
    const auto letters = to_code_points(text);
    return letters.size() <= 64 &&
           std::ranges::none_of(letters, [](char32_t c) { return c < U' ' || c == kReplacement; });
}

}  // namespace kopilka::sync
