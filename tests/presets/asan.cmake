# The tree of tests/run: g++, AddressSanitizer and UndefinedBehaviorSanitizer.
# -g1 is enough for a stack with line numbers.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1" CACHE STRING "")
set(KOPILKA_SANITIZE "address,undefined" CACHE STRING "")
