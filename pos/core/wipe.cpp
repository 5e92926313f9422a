#include "pos/core/wipe.h"

#include <sodium.h>

namespace kopilka {

void wipe(std::string& text) {
    sodium_memzero(text.data(), text.capacity());
    text.clear();
}

void wipe_stack() {
    constexpr std::size_t kDeepest = 128 * 1024;  // a frame of the window takes less
    sodium_stackzero(kDeepest);
}

}  // namespace kopilka
