// Goods on their way into the basket. Internal to pos/till.
#pragma once
#include "pos/till/turn.h"

#include <optional>

#include <tl/expected.hpp>

namespace kopilka {

// What a payload of goods asks the catalogue; nullopt for cards, coupons and receipts.
std::optional<GoodsQuery> goods_query(const Payload& payload, const stage::NextGoods& next);
std::optional<MemberQuery> member_query(const Payload& payload);
MemberQuery typed_member_query(std::string_view text);  // phone, card number or name

// The line that these goods would be; its id is not set.
tl::expected<BasketLine, Refusal> line_for(const GoodsQuery& query, const Goods& goods);
// Adds to an equal line where the two cannot be told apart, else a line of its own.
void put_into(Basket& basket, BasketLine line);
bool marked_already(const Basket& basket, const BasketLine& line);
bool age_known(const Basket& basket, std::uint8_t limit);
bool quantity_fits(const BasketLine& line, Quantity quantity);
bool quantity_possible(Quantity quantity);  // more than nothing, at most 9,999 pieces

}  // namespace kopilka
