// Medusa's promotion engine run beside ours: its computation for items called directly, without its
// database, server and cart, on the same lines and percentages.
#pragma once
#include "tests/bench/bench.h"
#include "tests/bench/shop.h"

#include <string>

namespace kopilka::bench {

struct MedusaRun {
    double nanoseconds = 0;  // median of one basket
    std::string saved;       // the sum of its adjustments, to see that the work is equal
    std::string why_not;     // set where it could not be run
};

// The counter's offers must be plain percentages on one category each.
MedusaRun run_medusa(const Options& options, const Counter& counter);

}  // namespace kopilka::bench
