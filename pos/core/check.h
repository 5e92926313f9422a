// CHECK for our own mistakes: a broken invariant stops the program with the place and the words.
// Not for bad input (that is a refusal) and not for a failing disk, cable or network (a Result).
#pragma once
#include <source_location>
#include <string_view>

namespace kopilka {

// Prints `file:line: text` to stderr and aborts when `holds` is false.
void check(bool holds, std::string_view text,
           std::source_location place = std::source_location::current());

// For a branch that cannot be reached.
[[noreturn]] void unreachable(std::string_view text,
                              std::source_location place = std::source_location::current());

}  // namespace kopilka
