#include "pos/sale/group_bound.h"

namespace kopilka {

GroupBound::GroupBound(const GroupParts& offers, std::span<const std::int64_t> worth)
    : offers_(offers),
      worth_(worth),
      prices_(worth.size(), 0),
      cover_(worth.size() + 1, 0),
      futures_(offers.parts.size()) {
    for (const SearchGroup& group : offers.groups)
        extra_.insert(extra_.end(), group.count, ceiling(group.bonus, group.size));
    // To begin with: the largest even share of a group that a unit may have.
    for (std::size_t place = 0; place < prices_.size(); ++place)
        for (std::size_t i = 0; i < offers.parts.size(); ++i) {
            const SearchPart& part = offers.parts[i];
            if (part.gain[place] < 0) continue;
            const std::int64_t share =
                scale(part.gain[place], part.share(), part.quantity, Rounding::Up);
            prices_[place] = std::max(prices_[place], share + extra_[i]);
        }
    look_ahead();
}

void GroupBound::look_ahead() {
    for (std::size_t place = prices_.size(); place-- > 0;)
        cover_[place] = cover_[place + 1] + std::max(prices_[place], worth_[place]);
    for (std::size_t part = 0; part < futures_.size(); ++part) look_ahead(part);
}

// The most that a part gains beyond prices from each place on, if it could choose freely.
void GroupBound::look_ahead(std::size_t number) {
    const SearchPart& part = offers_.parts[number];
    const auto quantity = static_cast<std::size_t>(part.quantity);
    std::vector<std::int64_t>& future = futures_[number];
    future.assign((prices_.size() + 1) * quantity, kNever);
    future[prices_.size() * quantity] = 0;
    for (std::size_t place = prices_.size(); place-- > 0;) {
        std::int64_t* here = &future[place * quantity];
        const std::int64_t* next = here + quantity;
        std::copy(next, next + quantity, here);
        if (part.gain[place] < 0) continue;
        const std::int64_t cost = extra_[number] - prices_[place];
        for (std::size_t filled = 0; filled < quantity; ++filled) {
            const std::int64_t then = next[filled + 1 == quantity ? 0 : filled + 1];
            if (then == kNever) continue;
            const bool rewarded = part.rewards(static_cast<std::int64_t>(filled));
            here[filled] = std::max(here[filled], then + cost + (rewarded ? part.gain[place] : 0));
        }
    }
}

// The units that the part would choose.
void GroupBound::count_uses(std::size_t number, std::vector<std::int64_t>& uses) const {
    const auto quantity = static_cast<std::size_t>(offers_.parts[number].quantity);
    const std::vector<std::int64_t>& future = futures_[number];
    std::size_t filled = 0;
    for (std::size_t place = 0; place < prices_.size(); ++place) {
        if (future[place * quantity + filled] == future[(place + 1) * quantity + filled]) continue;
        ++uses[place];
        filled = filled + 1 == quantity ? 0 : filled + 1;
    }
}

std::int64_t GroupBound::total() const {
    std::int64_t sum = cover_.front();
    for (const std::vector<std::int64_t>& future : futures_) sum += future.front();
    return sum;
}

void GroupBound::tighten(std::int64_t reached, int rounds) {
    std::vector<std::int64_t> best = prices_;
    std::int64_t least = total();
    std::vector<std::int64_t> uses(prices_.size());
    for (int round = 0; round < rounds && least > reached; ++round) {
        std::ranges::fill(uses, 0);
        for (std::size_t part = 0; part < futures_.size(); ++part) count_uses(part, uses);
        std::int64_t square = 0;
        for (std::size_t place = 0; place < uses.size(); ++place) {
            if (prices_[place] > worth_[place]) --uses[place];
            square += uses[place] * uses[place];
        }
        if (square == 0) break;
        const std::int64_t step = std::max<std::int64_t>((total() - reached) / square, 1);
        for (std::size_t place = 0; place < uses.size(); ++place)
            prices_[place] = std::max<std::int64_t>(prices_[place] + step * uses[place], 0);
        look_ahead();
        if (total() >= least) continue;
        least = total();
        best = prices_;
    }
    prices_ = std::move(best);
    look_ahead();
}

}  // namespace kopilka
