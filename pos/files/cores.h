// A program that dies leaves no copy of its memory: it would be full of names and phones.
#pragma once

namespace kopilka {

// For this process and its children: no core, neither as a file nor through a pipe to a collector.
// With KOPILKA_CORES=1 in the environment, for looking into a crash, everything stays as it was.
void forbid_cores();

}  // namespace kopilka
