# tests/fuzz/run: clang's libFuzzer, AddressSanitizer and UndefinedBehaviorSanitizer, with the coverage
# of our whole sources to guide the search.
set(CMAKE_CXX_COMPILER clang++-14 CACHE STRING "")
set(CMAKE_C_COMPILER clang-14 CACHE STRING "")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1" CACHE STRING "")
set(KOPILKA_SANITIZE "fuzzer-no-link,address,undefined" CACHE STRING "")
