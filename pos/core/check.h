// CHECK for our own mistakes: a broken invariant stops the program with the place and the words.
// Not for bad input (that is a refusal) and not for a failing disk, cable or network (a Result).
#pragma once
#include <string_view>

namespace kopilka {

// For a branch that cannot be reached: prints `file:line: text` to stderr and aborts. The place is
// the caller's (clang 14 has no std::source_location).
[[noreturn]] void unreachable(std::string_view text, const char* file = __builtin_FILE(),
                              int line = __builtin_LINE());

// The same where `holds` is false.
inline void check(bool holds, std::string_view text, const char* file = __builtin_FILE(),
                  int line = __builtin_LINE()) {
    if (!holds) [[unlikely]]
        unreachable(text, file, line);
}

}  // namespace kopilka
