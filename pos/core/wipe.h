// Empties a text so that nothing of it stays in its buffer, as clear() would leave it.
#pragma once
#include <string>

#include <string.h>

namespace kopilka {

inline void wipe(std::string& text) {
    explicit_bzero(text.data(), text.capacity());
    text.clear();
}

}  // namespace kopilka
