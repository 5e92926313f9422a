// The canonical bytes of a priced basket, and their hash: what till and server compare.
#pragma once
#include "pos/sale/price.h"

namespace kopilka {

// BLAKE2b over everything a priced basket says except the digest itself.
Hash256 digest_of(const PricedBasket& priced);

}  // namespace kopilka
