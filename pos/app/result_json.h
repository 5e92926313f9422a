// Writes the priced basket of `till price --json`. The same result gives the same bytes.
#pragma once
#include "pos/app/basket_json.h"

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace kopilka::app {

// `offers`: what became of every offer of the publication, in the order worth reading.
void write_price_result(const PriceRequest& request, const PricedBasket& priced,
                        const std::vector<Explanation>& offers, std::ostream& out);

// Given by a sale, or asked back by a return.
nlohmann::ordered_json gifts_json(const std::vector<Gift>& gifts);
// Of each programme with levels: before and after a receipt or a return, what is next and how far.
nlohmann::ordered_json tiers_json(const std::vector<TierResult>& tiers);
// The level after it, of the first programme that has levels; else the member's own.
std::string tier_of(const std::vector<TierResult>& tiers, const std::optional<MemberView>& member);

std::string_view name(ConditionKind kind);  // "minimum_amount"
std::string_view name(Outcome outcome);     // "applied"

}  // namespace kopilka::app
