# tests/run --all: ThreadSanitizer, which finds data races.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g1" CACHE STRING "")
set(KOPILKA_SANITIZE "thread" CACHE STRING "")
