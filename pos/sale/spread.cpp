#include "pos/sale/spread.h"

#include "pos/core/check.h"
#include "pos/core/ratio.h"
#include "pos/sale/scratch.h"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

namespace kopilka {
namespace {

struct Share {
    std::size_t part;
    std::int64_t weight;
    std::int64_t amount;  // rounded
    Wide lacking;         // of the exact share, times the sum of weights
};

// Who can still take something. Parts of no weight wait until the others are full.
void find_open(ScratchVector<Share>& open, std::span<const SpreadPart> parts,
               std::span<const std::int64_t> given) {
    open.clear();
    bool weighted = false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (given[i] >= parts[i].capacity) continue;
        open.push_back({i, parts[i].weight, 0, 0});
        weighted = weighted || parts[i].weight > 0;
    }
    if (weighted)
        open.erase(std::remove_if(open.begin(), open.end(),
                                  [](const Share& share) { return share.weight == 0; }),
                   open.end());
    else
        for (Share& share : open) share.weight = 1;
}

std::span<Share> all_of(ScratchVector<Share>& open) { return {open.data(), open.size()}; }

// Rounds the shares of `total`; returns what they lack of it (or exceed it by, negative).
std::int64_t round_shares(std::span<Share> shares, std::int64_t total, Rounding rounding) {
    std::int64_t weights = 0;
    for (const Share& share : shares) weights += share.weight;
    std::int64_t rest = total;
    for (Share& share : shares) {
        const Wide exact = static_cast<Wide>(total) * share.weight;
        share.amount = divide(exact, weights, rounding);
        share.lacking = exact - static_cast<Wide>(share.amount) * weights;
        rest -= share.amount;
    }
    return rest;
}

// Each takes its share of what those before it left.
void carry_shares(std::span<Share> shares, std::int64_t total, Rounding rounding) {
    std::int64_t weights = 0;
    for (const Share& share : shares) weights += share.weight;
    for (Share& share : shares) {
        share.amount = divide(static_cast<Wide>(total) * share.weight, weights, rounding);
        share.amount = std::min(share.amount, total);
        total -= share.amount;
        weights -= share.weight;
    }
}

bool carries(Remainder remainder) {
    return remainder == Remainder::CarriedToFirst || remainder == Remainder::CarriedToLast;
}

void order_for_remainder(std::span<Share> shares, std::span<const SpreadPart> parts,
                         Remainder remainder, bool give_back) {
    switch (remainder) {
        case Remainder::First:
        case Remainder::AllToFirst:
        case Remainder::CarriedToLast: return;
        case Remainder::Last:
        case Remainder::AllToLast:
        case Remainder::CarriedToFirst: std::ranges::reverse(shares); return;
        case Remainder::Largest:
            std::ranges::sort(shares, [&](const Share& a, const Share& b) {
                if (a.lacking != b.lacking)
                    return give_back ? a.lacking < b.lacking : a.lacking > b.lacking;
                return std::tie(parts[a.part].rank, a.part) < std::tie(parts[b.part].rank, b.part);
            });
            return;
    }
    unreachable("a place for the remainder nobody named");
}

void place_remainder(std::span<Share> shares, std::int64_t rest, Remainder remainder) {
    const bool all = remainder == Remainder::AllToFirst || remainder == Remainder::AllToLast;
    for (std::size_t i = 0; rest != 0; i = (i + 1) % shares.size()) {
        const std::int64_t wanted = all ? rest : rest > 0 ? 1 : -1;
        const std::int64_t moved = std::max(wanted, -shares[i].amount);
        shares[i].amount += moved;
        rest -= moved;
    }
}

// The usual case, without anything that can go wrong in it: nobody's share is more than he can
// take, since the parts together weigh at least `total` and nobody weighs more than that. False,
// and nothing given, where it is not so.
bool spread_plainly(std::span<std::int64_t> given, std::int64_t total,
                    std::span<const SpreadPart> parts) {
    constexpr std::size_t kFew = 16;
    constexpr std::int64_t kNarrow = std::numeric_limits<std::int32_t>::max();
    if (parts.size() > kFew) return false;
    std::int64_t weights = 0;
    for (const SpreadPart& part : parts) {
        if (part.capacity < part.weight || part.weight > kNarrow) return false;
        weights += part.weight;
    }
    if (total <= 0 || total > weights || weights > kNarrow) return false;
    std::array<std::int64_t, kFew> lacking{};
    std::int64_t rest = total;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::int64_t exact = total * parts[i].weight;
        given[i] = exact / weights;
        lacking[i] = exact % weights;
        rest -= given[i];
    }
    for (; rest > 0; --rest) {
        std::size_t most = 0;
        for (std::size_t i = 1; i < parts.size(); ++i)
            if (lacking[i] > lacking[most] ||
                (lacking[i] == lacking[most] && parts[i].rank < parts[most].rank))
                most = i;
        ++given[most];
        lacking[most] = -1;
    }
    return true;
}

}  // namespace

void spread_into(std::span<std::int64_t> given, std::int64_t total,
                 std::span<const SpreadPart> parts, Remainder remainder, Rounding shares) {
    if (remainder == Remainder::Largest && shares == Rounding::Down &&
        spread_plainly(given, total, parts))
        return;
    std::ranges::fill(given, 0);
    ScratchVector<Share> open;
    open.reserve(parts.size());
    std::int64_t left = total;
    while (left > 0) {
        find_open(open, parts, given);
        if (open.empty()) break;
        if (carries(remainder)) {
            order_for_remainder(all_of(open), parts, remainder, false);
            carry_shares(all_of(open), left, shares);
        } else if (const std::int64_t rest = round_shares(all_of(open), left, shares); rest != 0) {
            order_for_remainder(all_of(open), parts, remainder, rest < 0);
            place_remainder(all_of(open), rest, remainder);
        }
        for (const Share& share : open) {
            const std::int64_t taken =
                std::min(share.amount, parts[share.part].capacity - given[share.part]);
            given[share.part] += taken;
            left -= taken;
        }
    }
}

std::vector<std::int64_t> spread(std::int64_t total, std::span<const SpreadPart> parts,
                                 Remainder remainder, Rounding shares) {
    std::vector<std::int64_t> given(parts.size(), 0);
    spread_into(given, total, parts, remainder, shares);
    return given;
}

}  // namespace kopilka
