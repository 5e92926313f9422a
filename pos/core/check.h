// CHECK for our own mistakes: a broken invariant stops the program with the place and the words.
// Not for bad input (that is a refusal) and not for a failing disk, cable or network (a Result).
#pragma once
#include <string_view>

namespace kopilka {

// Prints `file:line: text` to stderr and aborts when `holds` is false. The place is the caller's
// (clang 14 has no std::source_location).
void check(bool holds, std::string_view text, const char* file = __builtin_FILE(),
           int line = __builtin_LINE());

// For a branch that cannot be reached.
[[noreturn]] void unreachable(std::string_view text, const char* file = __builtin_FILE(),
                              int line = __builtin_LINE());

}  // namespace kopilka
