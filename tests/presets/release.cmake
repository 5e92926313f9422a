# What people run: pos/start, benchmarks. Tests are built in trees of their own.
set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1" CACHE STRING "")
set(KOPILKA_TESTS OFF CACHE BOOL "")
