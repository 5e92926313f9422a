// How many bytes something allocates, counted by the sanitizer's own allocator; 0 where there is
// none. For fuzzers: what few bytes ask for must not grow out of proportion to them.
#pragma once
#include <algorithm>
#include <cstddef>

extern "C" __attribute__((weak)) int __sanitizer_install_malloc_and_free_hooks(
    void (*on_malloc)(const volatile void*, std::size_t), void (*on_free)(const volatile void*));

namespace kopilka {

struct Memory {
    std::size_t total = 0;  // freed or not
    std::size_t largest = 0;
};

// Since it was last set.
inline Memory& memory_so_far() {
    static Memory memory;
    static const bool counts = __sanitizer_install_malloc_and_free_hooks != nullptr &&
                               __sanitizer_install_malloc_and_free_hooks(
                                   [](const volatile void*, std::size_t size) {
                                       memory.total += size;
                                       memory.largest = std::max(memory.largest, size);
                                   },
                                   [](const volatile void*) {}) != 0;
    static_cast<void>(counts);
    return memory;
}

template <typename Work>
Memory memory_taken(Work work) {
    memory_so_far() = {};
    work();
    return memory_so_far();
}

}  // namespace kopilka
