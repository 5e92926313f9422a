// Leaving nothing of people in memory that is used again: what the heap gives back is wiped by
// pos/files/wiped_memory.cpp, the rest here.
#pragma once
#include <string>

namespace kopilka {

// Empties a text so that nothing of it stays in its buffer, as it would after clear().
void wipe(std::string& text);

// Wipes what calls that have returned left behind on this thread's stack. For a thread that is
// about to wait.
void wipe_stack();

}  // namespace kopilka
