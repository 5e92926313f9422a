#pragma once
#include <cstdint>
namespace kopilka {
// Where the last kopecks of a spread sum go.
enum class Remainder : std::uint8_t { Largest, First, Last };
}
