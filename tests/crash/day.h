// A made-up piece of a day at the till: a script, and after each of its lines what must be in the
// basket and how many sales are done.
#pragma once
#include <cstdint>
#include <map>
#include <ostream>
#include <random>
#include <string>
#include <vector>

namespace kopilka {

using Pieces = std::map<std::string, std::int64_t>;  // by sku

struct Moment {
    Pieces basket;
    std::size_t sales = 0;
    bool operator==(const Moment&) const = default;
};
void PrintTo(const Moment& moment, std::ostream* out);  // for GoogleTest

struct Day {
    std::vector<std::string> lines;
    std::vector<Moment> after;  // each line
    std::string script() const;
};

// Begins with nobody signed in and ends when `sales` are made.
Day make_day(std::mt19937_64& random, std::size_t sales);

}  // namespace kopilka
