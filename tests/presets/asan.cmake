# The tree of tests/run: g++, AddressSanitizer and UndefinedBehaviorSanitizer.
# -g1 is enough for a stack with line numbers; of -O0, -Og and -O1, -Og compiles quickest.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g1" CACHE STRING "")
set(KOPILKA_SANITIZE "address,undefined" CACHE STRING "")
