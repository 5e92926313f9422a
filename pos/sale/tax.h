// Tax of one line: inside the price, on top of it, or none.
#pragma once
#include "pos/sale/price.h"

namespace kopilka {

// Rounded half up to the minor unit. 20 % inside 120.00 = 20.00; on top of 120.00 = 24.00.
Money tax_of(Money net, BasisPoints rate, TaxMode mode);

}  // namespace kopilka
