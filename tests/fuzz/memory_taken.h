// How many bytes something allocates, counted by the sanitizer's own allocator; 0 where there is
// none. For fuzzers: what few bytes ask for must not grow out of proportion to them.
#pragma once
#include <cstddef>

extern "C" __attribute__((weak)) int __sanitizer_install_malloc_and_free_hooks(
    void (*on_malloc)(const volatile void*, std::size_t), void (*on_free)(const volatile void*));

namespace kopilka {

// All since the first question, freed or not.
inline std::size_t bytes_taken() {
    static std::size_t taken = 0;
    static const bool counts = __sanitizer_install_malloc_and_free_hooks != nullptr &&
                               __sanitizer_install_malloc_and_free_hooks(
                                   [](const volatile void*, std::size_t size) { taken += size; },
                                   [](const volatile void*) {}) != 0;
    return counts ? taken : 0;
}

template <typename Work>
std::size_t memory_taken(Work work) {
    const std::size_t before = bytes_taken();
    work();
    return bytes_taken() - before;
}

}  // namespace kopilka
