// The tax in a price, or on top of it.
#pragma once
#include "pos/loyalty/programme.h"
#include "pos/sale/price.h"

#include <span>

namespace kopilka {

Money tax_of(Money net, BasisPoints rate, TaxMode mode, Rounding rounding = Rounding::HalfUp);

// Of each line, rounded where the publication says. `rates`: of the lines.
void put_taxes(std::span<PricedLine> lines, std::span<const BasisPoints> rates, TaxMode mode,
               const Settings& settings);

}  // namespace kopilka
