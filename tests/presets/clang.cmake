# tests/run --all: the second compiler, whose warnings are errors too, and clang-tidy beside it on each
# file. Nothing is run from this tree.
set(CMAKE_CXX_COMPILER clang++-14 CACHE STRING "")
set(CMAKE_C_COMPILER clang-14 CACHE STRING "")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1" CACHE STRING "")
set(CMAKE_CXX_CLANG_TIDY clang-tidy-14 CACHE STRING "")
