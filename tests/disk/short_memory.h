// Memory that is refused to one library: the nth allocation that its code asks for fails, others
// and everybody else's do not. short_memory.cpp defines malloc, calloc and realloc for that.
#pragma once
#include <cstddef>

namespace kopilka::disk {

// While it lives, the `nth` allocation (from 1) of the library whose file name contains `library`
// fails, unless somebody looks away (system_calls.h). One at a time.
class ShortMemory {
public:
    ShortMemory(const char* library, std::size_t nth);
    ShortMemory(const ShortMemory&) = delete;
    ShortMemory& operator=(const ShortMemory&) = delete;
    ~ShortMemory();
    bool refused() const;  // it came to that
};

}  // namespace kopilka::disk
