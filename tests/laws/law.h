// A law holds for every case that the dice make: so many of them, from a seed that is printed.
#pragma once
#include "tests/laws/random_shop.h"

#include <functional>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace kopilka::laws {

// How many cases: few in the suite, many with KOPILKA_LONG=1, or KOPILKA_CASES=N.
struct Cases {
    int few = 200;
    int many = 100'000;
};

// Tries `law` on so many rolls of the dice. The first failure is shrunk, and told with the seed
// that makes it again: KOPILKA_SEED=N.
void hold(const Cases& cases, const std::function<void(Dice&)>& law);

}  // namespace kopilka::laws
