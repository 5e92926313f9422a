// What `till price` says to people: a receipt in their language, what it does to points, stamps and
// levels, and every offer explained. Not here: the paper of a real sale (pos/sale/receipt.h), whose
// words it uses.
#pragma once
#include "pos/app/basket_json.h"
#include "pos/app/return_json.h"
#include "pos/core/text.h"

#include <iosfwd>
#include <vector>

namespace kopilka::app {

void write_price_text(const PriceRequest& request, const Publication& publication,
                      const PricedBasket& priced, const std::vector<Explanation>& offers,
                      const Texts& texts, std::ostream& out);
void write_return_text(const ReturnRequest& request, const Publication& publication,
                       const PricedReturn& priced, const Texts& texts, std::ostream& out);

}  // namespace kopilka::app
