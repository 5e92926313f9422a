#include "pos/till/goods_work.h"

#include "pos/core/overload.h"

#include <algorithm>

namespace kopilka {
namespace {

constexpr Quantity kMostPieces = units(9'999);

bool same_goods(const BasketLine& a, const BasketLine& b) {
    BasketLine twin = b;
    twin.id = a.id;
    twin.quantity = a.quantity;
    return a == twin;
}

bool may_join(const BasketLine& line) {
    return !line.weighed && !line.fixed_total && line.serial.empty() && line.marking.empty() &&
           line.manual_discount.is_zero() && !line.catalogue_price;
}

bool phone_like(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || c == '+' || c == ' ' || c == '-' || c == '(' || c == ')';
    });
}

std::string digits_of(std::string_view text) {
    std::string digits;
    for (const char c : text)
        if (c >= '0' && c <= '9') digits += c;
    return digits;
}

}  // namespace

std::optional<GoodsQuery> goods_query(const Payload& payload, const stage::NextGoods& next) {
    GoodsQuery query;
    query.purpose = next.purpose;
    query.quantity = next.quantity;
    const bool is_goods = std::visit(
        Overload{
            [&](const GoodsCode& code) { return query.key = ByBarcode{code.barcode}, true; },
            [&](const MarkedGoods& code) {
                query.key = ByBarcode{code.barcode};
                query.quantity = kOneUnit;  // one mark, one piece
                query.serial = code.serial;
                query.marking = code.marking;
                return true;
            },
            [&](const WeighedGoods& label) {
                query.key = ByItem{label.item};
                query.quantity = label.weight;
                return true;
            },
            [&](const PricedGoods& label) {
                query.key = ByItem{label.item};
                query.quantity = kOneUnit;  // one label, one portion
                query.fixed_total = label.price;
                return true;
            },
            [](const CardCode&) { return false; },
            [](const PhoneCode&) { return false; },
            [](const CouponCode&) { return false; },
            [](const ReceiptCode&) { return false; },
            [](const SignedCard&) { return false; },
        },
        payload);
    return is_goods ? std::optional(query) : std::nullopt;
}

std::optional<MemberQuery> member_query(const Payload& payload) {
    if (const auto* card = std::get_if<CardCode>(&payload))
        return MemberQuery{ByCard{card->number}, card->strength};
    if (const auto* phone = std::get_if<PhoneCode>(&payload))
        return MemberQuery{ByPhone{phone->e164}, IdentityStrength::Told};
    if (const auto* card = std::get_if<SignedCard>(&payload))
        return MemberQuery{*card, IdentityStrength::SignedQr};
    return std::nullopt;
}

// Ten digits, or eleven from 7 or 8, are a Russian phone; more digits are a card; letters a name.
MemberQuery typed_member_query(std::string_view text) {
    const std::string digits = digits_of(text);
    if (!phone_like(text) || digits.empty())
        return {ByName{std::string(text)}, IdentityStrength::Told};
    if (digits.size() == 10 && text.front() != '+')
        return {ByPhone{"+7" + digits}, IdentityStrength::Told};
    if (digits.size() == 11 && (digits.front() == '7' || digits.front() == '8'))
        return {ByPhone{"+7" + digits.substr(1)}, IdentityStrength::Told};
    if (text.front() == '+') return {ByPhone{"+" + digits}, IdentityStrength::Told};
    return {ByCard{digits}, IdentityStrength::Told};
}

tl::expected<BasketLine, Refusal> line_for(const GoodsQuery& query, const Goods& goods) {
    if (goods.marked && query.marking.empty()) return tl::unexpected(Refusal::SellByMark);
    if (goods.price <= kNoMoney && !query.fixed_total) return tl::unexpected(Refusal::PriceNotSet);
    BasketLine line;
    line.sku = goods.sku;
    line.name = goods.name;
    line.quantity = query.quantity.value_or(kOneUnit);
    line.unit_price = goods.price;
    line.fixed_total = query.fixed_total;
    line.categories = goods.categories;
    line.brand = goods.brand;
    line.tags = goods.tags;
    line.tax_rate = goods.tax_rate;
    line.cost = goods.cost;
    line.minimum_price = goods.minimum_price;
    line.already_reduced = goods.already_reduced;
    line.weighed = goods.measure == Measure::Weight;
    line.serial = query.serial;
    line.marking = query.marking;
    line.department = goods.department;
    line.age_limit = goods.age_limit;
    if (query.fixed_total && line.weighed && goods.price > kNoMoney)
        line.quantity =
            std::max(Quantity::of(1), Quantity::of(scale(query.fixed_total->count(), 1000,
                                                         goods.price.count(), Rounding::HalfUp)));
    if (line.weighed && !query.quantity) return tl::unexpected(Refusal::WeighFirst);
    if (!quantity_fits(line, line.quantity)) return tl::unexpected(Refusal::QuantityWrong);
    return line;
}

void put_into(Basket& basket, BasketLine line) {
    if (may_join(line))
        for (BasketLine& other : basket.lines)
            if (same_goods(other, line) && quantity_fits(line, other.quantity + line.quantity)) {
                other.quantity += line.quantity;
                return;
            }
    line.id = basket.next_line;
    ++basket.next_line.value;
    basket.lines.push_back(std::move(line));
}

bool marked_already(const Basket& basket, const BasketLine& line) {
    return !line.marking.empty() && std::ranges::any_of(basket.lines, [&](const BasketLine& other) {
        return other.sku == line.sku && other.serial == line.serial;
    });
}

bool age_known(const Basket& basket, std::uint8_t limit) {
    return std::ranges::any_of(basket.lines,
                               [&](const BasketLine& line) { return line.age_limit >= limit; });
}

bool quantity_possible(Quantity quantity) {
    return quantity > Quantity() && quantity <= kMostPieces;
}

bool quantity_fits(const BasketLine& line, Quantity quantity) {
    return quantity_possible(quantity) && (line.weighed || is_whole(quantity));
}

}  // namespace kopilka
