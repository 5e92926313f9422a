// Writes the priced basket of `till price --json`. The same result gives the same bytes.
#pragma once
#include "pos/app/basket_json.h"

#include <iosfwd>

namespace kopilka::app {

// `offers`: what became of every offer of the publication, in the order worth reading.
void write_price_result(const PriceRequest& request, const PricedBasket& priced,
                        const std::vector<Explanation>& offers, std::ostream& out);

std::string_view name(ConditionKind kind);  // "minimum_amount"
std::string_view name(Outcome outcome);     // "applied"

}  // namespace kopilka::app
