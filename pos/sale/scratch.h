// Short-lived memory of one step of a pricing: on the stack first, on the heap only where a basket
// is far larger than usual. What is given out is taken back all at once, with the scratch itself.
#pragma once
#include <cstddef>
#include <memory_resource>
#include <vector>

namespace kopilka {

template <typename T>
using ScratchVector = std::pmr::vector<T>;

template <std::size_t Size>
class Scratch {
public:
    Scratch() : memory_(first_, Size) {}
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::pmr::memory_resource* memory() { return &memory_; }

private:
    alignas(std::max_align_t) std::byte first_[Size];
    std::pmr::monotonic_buffer_resource memory_;
};

}  // namespace kopilka
