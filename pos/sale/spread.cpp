#include "pos/sale/spread.h"

#include "pos/core/ratio.h"

#include <algorithm>
#include <numeric>

namespace kopilka {
namespace {

struct Share {
    std::size_t part;
    std::int64_t weight;
    std::int64_t remainder;  // of weight × total / weights: who gets the next unit
};

// value × weight mod divisor without overflow.
std::int64_t remainder_of(std::int64_t value, std::int64_t weight, std::int64_t divisor) {
    __extension__ using Int128 = __int128;
    return static_cast<std::int64_t>(static_cast<Int128>(value) * weight % divisor);
}

void order_for_remainder(std::vector<Share>& shares, std::span<const SpreadPart> parts,
                         Remainder remainder) {
    switch (remainder) {
        case Remainder::First: return;
        case Remainder::Last: std::ranges::reverse(shares); return;
        case Remainder::Largest:
            std::ranges::stable_sort(shares, [&](const Share& a, const Share& b) {
                if (a.remainder != b.remainder) return a.remainder > b.remainder;
                return parts[a.part].rank < parts[b.part].rank;
            });
            return;
    }
}

// Who can still take something. Parts of no weight wait until the others are full.
std::vector<Share> still_open(std::span<const SpreadPart> parts,
                              const std::vector<std::int64_t>& given) {
    std::vector<Share> open;
    bool weighted = false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (given[i] >= parts[i].capacity) continue;
        open.push_back({i, parts[i].weight, 0});
        weighted = weighted || parts[i].weight > 0;
    }
    if (weighted)
        std::erase_if(open, [](const Share& share) { return share.weight == 0; });
    else
        for (Share& share : open) share.weight = 1;
    return open;
}

}  // namespace

std::vector<std::int64_t> spread(std::int64_t total, std::span<const SpreadPart> parts,
                                 Remainder remainder) {
    std::vector<std::int64_t> given(parts.size(), 0);
    std::int64_t left = total;
    while (left > 0) {
        std::vector<Share> open = still_open(parts, given);
        if (open.empty()) break;
        std::int64_t weights = 0;
        for (const Share& share : open) weights += share.weight;
        const std::int64_t round_total = left;
        const auto give = [&](std::size_t part, std::int64_t wanted) {
            const std::int64_t taken = std::min(wanted, parts[part].capacity - given[part]);
            given[part] += taken;
            left -= taken;
        };
        for (Share& share : open) {
            share.remainder = remainder_of(round_total, share.weight, weights);
            give(share.part, scale(round_total, share.weight, weights, Rounding::Down));
        }
        const std::int64_t whole = std::accumulate(
            open.begin(), open.end(), std::int64_t{0}, [&](std::int64_t sum, const Share& share) {
                return sum + scale(round_total, share.weight, weights, Rounding::Down);
            });
        std::int64_t rest = round_total - whole;
        order_for_remainder(open, parts, remainder);
        for (std::size_t i = 0; i < open.size() && rest > 0; ++i, --rest) give(open[i].part, 1);
    }
    return given;
}

}  // namespace kopilka
