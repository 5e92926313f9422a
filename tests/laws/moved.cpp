#include "tests/laws/moved.h"

#include "pos/core/overload.h"

#include <algorithm>

namespace kopilka::laws {
namespace {

// The first fact of this kind in the offer's conditions, wherever it stands.
template <typename Fact>
const Fact* find_fact(const Condition& condition) {
    if (const auto* fact = std::get_if<Fact>(&condition.fact)) return fact;
    const auto inside = [](const std::vector<Condition>& conditions) -> const Fact* {
        for (const Condition& one : conditions)
            if (const Fact* fact = find_fact<Fact>(one)) return fact;
        return nullptr;
    };
    if (const auto* all = std::get_if<AllOf>(&condition.fact)) return inside(all->conditions);
    if (const auto* any = std::get_if<AnyOf>(&condition.fact)) return inside(any->conditions);
    return nullptr;
}

// Goods that fit the filter and, as far as it lets them, no other offer.
BasketLine neutral(const GoodsFilter& goods) {
    BasketLine line;
    line.sku = {goods.skus.empty() ? "neutral" : goods.skus.front()};
    if (!goods.categories.empty()) line.categories = {goods.categories.front()};
    if (!goods.brands.empty()) line.brand = goods.brands.front();
    if (!goods.tags.empty()) line.tags = {goods.tags.front()};
    line.already_reduced = goods.already_reduced.value_or(false);
    line.unit_price = std::max(goods.price_from.value_or(kNoMoney), Money::of(1));
    return line;
}

void add(RandomShop& shop, BasketLine line) {
    line.id = shop.basket.next_line;
    ++shop.basket.next_line.value;
    shop.basket.lines.push_back(std::move(line));
}

class Mover {
public:
    Mover(const RandomShop& shop, const Explanation& missing, Aim aim)
        : shop_(shop),
          missing_(missing),
          offer_(*shop.publication.find_offer(missing.offer)),
          short_by_(aim == Aim::JustShort ? 1 : 0) {}

    std::optional<RandomShop> operator()(std::monostate) { return std::nullopt; }
    std::optional<RandomShop> operator()(Money far) {
        far -= Money::of(short_by_);
        if (missing_.condition == ConditionKind::LifetimeSpend && shop_.member) {
            shop_.member->lifetime_spend += far;
            return shop_;
        }
        if (missing_.condition != ConditionKind::MinimumAmount) return std::nullopt;
        const auto* threshold = find_fact<AtLeastAmount>(offer_.when);
        if (threshold == nullptr || far.is_zero()) return std::nullopt;
        BasketLine line = neutral(threshold->goods);
        const auto& goods = threshold->goods;
        if ((goods.price_from && far < *goods.price_from) ||
            (goods.price_to && far > *goods.price_to))
            return std::nullopt;  // no single line of this sum fits
        line.unit_price = far;
        add(shop_, std::move(line));
        return shop_;
    }
    std::optional<RandomShop> operator()(Quantity far) {
        const bool goods = missing_.condition == ConditionKind::Goods;
        if (!goods && missing_.condition != ConditionKind::MinimumQuantity) return std::nullopt;
        const auto* quantity = find_fact<AtLeastQuantity>(offer_.when);
        const auto* present = find_fact<HasGoods>(offer_.when);
        if (goods ? present == nullptr || short_by_ != 0 : quantity == nullptr) return std::nullopt;
        BasketLine line = neutral(goods ? present->goods : quantity->goods);
        line.quantity = far - Quantity::of(short_by_);
        if (line.quantity <= Quantity()) return std::nullopt;
        line.weighed = !is_whole(line.quantity);
        add(shop_, std::move(line));
        return shop_;
    }
    std::optional<RandomShop> operator()(Points far) {
        if (!shop_.member) return std::nullopt;
        const auto* fact = find_fact<HasPoints>(offer_.when);
        if (fact == nullptr) return std::nullopt;
        const Instant now = shop_.context.at.instant;
        shop_.member->accounts[{"test"}].lots.push_back({far - Points::of(short_by_), now, {}});
        return shop_;
    }
    std::optional<RandomShop> operator()(std::int64_t far) {
        if (!shop_.member) return std::nullopt;
        const auto n = static_cast<std::int32_t>(far - short_by_);
        MemberView& member = *shop_.member;
        if (missing_.condition == ConditionKind::NthPurchase)
            member.purchases += n;
        else if (missing_.condition == ConditionKind::MembershipAge ||
                 missing_.condition == ConditionKind::DaysSincePurchase)
            shop_.context.at.instant.ms += std::int64_t{n} * 86'400'000;  // days to wait
        else if (missing_.condition == ConditionKind::Stamps)
            member.stamps["c"] += n;
        else
            return std::nullopt;
        return shop_;
    }
    std::optional<RandomShop> operator()(LocalTime then) {
        shop_.context.at = then;
        if (short_by_ != 0) shop_.context.at.instant.ms -= 60'000;
        return shop_;
    }
    std::optional<RandomShop> operator()(const std::string& word) {
        if (short_by_ != 0) return std::nullopt;
        switch (missing_.condition) {
            case ConditionKind::Shop: shop_.context.store = {word}; return shop_;
            case ConditionKind::Till: shop_.context.till = {word}; return shop_;
            case ConditionKind::Channel:
                shop_.context.channel = word == "online" ? Channel::Online : Channel::Shop;
                return shop_;
            default: break;
        }
        if (!shop_.member) return std::nullopt;
        if (missing_.condition == ConditionKind::Tier)
            shop_.member->tier = {word};
        else if (missing_.condition == ConditionKind::Tag)
            shop_.member->tags = {word};
        else if (missing_.condition == ConditionKind::Segment)
            shop_.member->segments = {word};
        else
            return std::nullopt;
        return shop_;
    }

private:
    RandomShop shop_;
    const Explanation& missing_;
    const Offer& offer_;
    std::int64_t short_by_;
};

}  // namespace

std::optional<RandomShop> moved(const RandomShop& shop, const Explanation& missing, Aim aim) {
    return std::visit(Mover(shop, missing, aim), missing.distance);
}

}  // namespace kopilka::laws
