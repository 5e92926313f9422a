# The tree of tests/run: g++, AddressSanitizer and UndefinedBehaviorSanitizer. Twelve files are compiled as
# one, which takes less than half of the time; the other trees say whether each compiles by itself.
# -g1 is enough for a stack with line numbers; of -O0, -Og and -O1, -Og compiles quickest.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g1" CACHE STRING "")
set(KOPILKA_SANITIZE "address,undefined" CACHE STRING "")
set(CMAKE_UNITY_BUILD ON CACHE BOOL "")
set(CMAKE_UNITY_BUILD_BATCH_SIZE 12 CACHE STRING "")
