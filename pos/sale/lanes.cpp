#include "pos/sale/lanes.h"

#include "pos/sale/lane_run.h"

#include <algorithm>

namespace kopilka {
namespace {

bool alone_on_receipt(const Offer& offer) {
    return offer.cut && offer.exclusive == Exclusive::Receipt;
}

const OfferResult* largest(const LanesResult& world) {
    const OfferResult* largest = nullptr;
    for (const OfferResult& result : world.offers)
        if (result.applied && (largest == nullptr || result.amount > largest->amount))
            largest = &result;
    return largest;
}

// Offers left out of the winning world lose to its largest; what they miss stays as it was.
void add_losers(LanesResult& winner, const LanesResult& loser) {
    const OfferResult* best = largest(winner);
    const Offer* lost_to = best == nullptr ? nullptr : best->offer;
    for (const OfferResult& result : loser.offers) {
        if (std::ranges::find(winner.offers, result.offer, &OfferResult::offer) !=
            winner.offers.end())
            continue;
        OfferResult lost = result;
        if (lost.applied) {
            lost.applied = false;
            lost.order = 0;
            lost.lost_to = lost_to;
            lost.by = std::max<std::int64_t>(winner.discount - lost.amount, 0);
        }
        winner.offers.push_back(std::move(lost));
    }
}

}  // namespace

LanesResult run_lanes(const Given& given, Worksheet sheet, const TouchedOffers& offers) {
    const auto& all = given.publication.offers();
    const auto is_alone = [&](const TouchedOffer& offer) {
        return alone_on_receipt(all[offer.number]);
    };
    if (std::ranges::none_of(offers.offers, is_alone))
        return run_lanes_once(given, sheet, offers, offers.offers);
    std::vector<TouchedOffer> together, benefits, exclusive;
    for (const TouchedOffer& offer : offers.offers) {
        if (is_alone(offer)) {
            exclusive.push_back(offer);
            continue;
        }
        together.push_back(offer);
        if (!all[offer.number].cut) benefits.push_back(offer);
    }
    LanesResult best = run_lanes_once(given, sheet, offers, together);
    std::vector<LanesResult> others;
    for (const TouchedOffer& offer : exclusive) {
        std::vector<TouchedOffer> world = benefits;
        world.insert(
            std::ranges::upper_bound(world, offer.number, std::less<>(), &TouchedOffer::number),
            offer);
        others.push_back(run_lanes_once(given, sheet, offers, world));
        if (others.back().discount > best.discount) std::swap(best, others.back());
    }
    for (const LanesResult& other : others) add_losers(best, other);
    return best;
}

}  // namespace kopilka
