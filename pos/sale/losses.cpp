#include "pos/sale/losses.h"

#include <algorithm>
#include <functional>

namespace kopilka {
namespace {

class Losses {
public:
    Losses(std::span<OfferResult> results, std::span<const Contender> contenders,
           const LaneWinners& winners)
        : results_(results), contenders_(contenders), winners_(winners) {}

    // A contender that was not chosen lost to whoever serves most of its goods, by what these goods
    // gained more.
    void explain(OfferResult& result) const {
        if (result.applied || result.alone == 0) return;
        const UnitSpan units = units_of(result.offer);
        if (result.lost_to == nullptr) result.lost_to = strongest_on(units);
        if (result.lost_to == nullptr) return;
        std::int64_t gained = 0;
        for (const std::uint32_t unit : units) gained += winners_.won[unit];
        result.by = std::max<std::int64_t>(gained - result.alone, 0);
        if (const OfferResult* winner = result_of(result.lost_to))
            result.approximate = winner->approximate;
    }

private:
    const OfferResult* result_of(const Offer* offer) const {
        const auto found =
            std::ranges::lower_bound(results_, offer, std::less<>(), &OfferResult::offer);
        return found == results_.end() || found->offer != offer ? nullptr : &*found;
    }
    UnitSpan units_of(const Offer* offer) const {
        const auto found =
            std::ranges::lower_bound(contenders_, offer, std::less<>(), &Contender::offer);
        return found == contenders_.end() || found->offer != offer ? UnitSpan() : found->units;
    }
    const Offer* strongest_on(UnitSpan units) const {
        const OfferResult* strongest = nullptr;
        const auto consider = [&](const OfferResult* other) {
            if (other == nullptr || other->amount == 0) return;
            if (strongest == nullptr || other->amount > strongest->amount) strongest = other;
        };
        const Offer* last = nullptr;
        for (const std::uint32_t unit : units) {
            if (winners_.by_unit[unit] == nullptr || winners_.by_unit[unit] == last) continue;
            last = winners_.by_unit[unit];
            consider(result_of(last));
        }
        if (strongest == nullptr)
            for (const OfferResult& other : results_) consider(&other);
        return strongest == nullptr ? nullptr : strongest->offer;
    }

    std::span<OfferResult> results_;
    std::span<const Contender> contenders_;
    const LaneWinners& winners_;
};

}  // namespace

void explain_losses(std::span<OfferResult> results, std::span<const Contender> contenders,
                    const LaneWinners& winners) {
    const Losses losses(results, contenders, winners);
    for (OfferResult& result : results) losses.explain(result);
}

}  // namespace kopilka
