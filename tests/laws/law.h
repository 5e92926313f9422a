// A law holds for every case that the dice make: so many of them, from a seed that is printed.
#pragma once
#include "tests/laws/random_shop.h"

#include <exception>
#include <functional>
#include <initializer_list>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace kopilka::laws {

// How many cases: few in the suite, many with KOPILKA_LONG=1, or KOPILKA_CASES=N.
struct Cases {
    int few = 200;
    int many = 100'000;
};

// Tries `law` on so many rolls of the dice. The first failure is shrunk, and told with the seed
// that makes it again: KOPILKA_SEED=N. RapidCheck is there for the shrinking: its own bookkeeping
// for each number would take half of the time.
void hold(const Cases& cases, const std::function<void(Dice&)>& law);

// Tells the case where the law fails in it, and costs nothing where it does not.
class Telling {
public:
    explicit Telling(std::initializer_list<const RandomShop*> shops)
        : shops_(shops), failing_(std::uncaught_exceptions()) {}
    explicit Telling(const RandomShop& shop) : Telling({&shop}) {}
    ~Telling();
    Telling(const Telling&) = delete;
    Telling& operator=(const Telling&) = delete;

private:
    std::vector<const RandomShop*> shops_;
    int failing_;
};

}  // namespace kopilka::laws
