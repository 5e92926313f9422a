// Where the numbers of a random case come from: a seed; and where a case fails, RapidCheck, which
// makes them smaller while it still fails.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace kopilka::laws {

class Dice {
public:
    using Roll = std::function<int(int from, int to)>;  // both inclusive
    explicit Dice(Roll roll) : roll_(std::move(roll)) {}

    int number(int from, int to) { return roll_(from, to); }
    // Shrinks to false.
    bool once_in(int n) { return number(0, n - 1) == n - 1; }
    // Shrinks to the first: let it be the plainest.
    template <typename T>
    T one_of(const std::vector<T>& choices) {
        return choices[static_cast<std::size_t>(number(0, static_cast<int>(choices.size()) - 1))];
    }

private:
    Roll roll_;
};

// splitmix64: the same numbers on every machine.
Dice seeded_dice(std::uint64_t seed);
// The same numbers to begin with. Inside a RapidCheck property only.
Dice shrinking_dice(std::uint64_t seed);

}  // namespace kopilka::laws
