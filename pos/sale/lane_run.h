// All lanes in turn with given offers, none of which is exclusive for the receipt or only one of
// which plays: what lanes.h compares.
#pragma once
#include "pos/sale/lanes.h"

#include <span>

namespace kopilka {

// `offers`: some of `touched`, in its order.
LanesResult run_lanes_once(const Given& given, const Worksheet& sheet, const TouchedOffers& touched,
                           std::span<const TouchedOffer> offers);

}  // namespace kopilka
