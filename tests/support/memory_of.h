// What a core of a running program would hold.
#pragma once
#include <filesystem>

#include <sys/types.h>

namespace kopilka {

// Stops `process` for a moment and writes down its memory as the kernel would into a core with its
// usual filter (core(5)): private and anonymous pages that are there, none that were marked
// MADV_DONTDUMP. Not as ELF: each run of pages follows the last, a page of zeros between them.
// Throws where the process may not be looked into.
void save_memory_of(pid_t process, const std::filesystem::path& file);

}  // namespace kopilka
