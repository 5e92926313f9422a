#include "tests/sale/moved.h"

#include "pos/sale/match.h"
#include "pos/sale/tiers.h"

#include <algorithm>

namespace kopilka {
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

constexpr Money kRouble = Money::of(100);

// Goods that fit the filter and, as far as it lets them, no other offer.
BasketLine neutral(const GoodsFilter& goods) {
    BasketLine line;
    line.sku = {goods.skus.empty() ? "neutral" : goods.skus.front()};
    if (!goods.categories.empty()) line.categories = {goods.categories.front()};
    if (!goods.brands.empty()) line.brand = goods.brands.front();
    if (!goods.tags.empty()) line.tags = {goods.tags.front()};
    line.already_reduced = goods.already_reduced.value_or(false);
    // Dear enough for a percentage to be something.
    line.unit_price = std::max(goods.price_from.value_or(kNoMoney),
                               std::min(goods.price_to.value_or(kRouble), kRouble));
    return line;
}

void add(Shop& shop, BasketLine line) {
    line.id = shop.basket.next_line;
    ++shop.basket.next_line.value;
    shop.basket.lines.push_back(std::move(line));
}

class Mover {
public:
    Mover(const Shop& shop, const Explanation& missing, Aim aim)
        : shop_(shop),
          missing_(missing),
          offer_(*shop.publication.find_offer(missing.offer)),
          short_by_(aim == Aim::JustShort ? 1 : 0) {}

    std::optional<Shop> operator()(std::monostate) { return std::nullopt; }
    std::optional<Shop> operator()(Money far) {
        far -= Money::of(short_by_);
        if (missing_.condition == ConditionKind::LifetimeSpend && shop_.member) {
            shop_.member->lifetime_spend += far;
            return shop_;
        }
        if (missing_.condition != ConditionKind::MinimumAmount || far.is_zero())
            return std::nullopt;
        const auto* threshold = find_fact<AtLeastAmount>(offer_.when);
        const GoodsFilter& goods = threshold ? threshold->goods : counted();
        if ((goods.price_from && far < *goods.price_from) ||
            (goods.price_to && far > *goods.price_to))
            return std::nullopt;  // no single line of this sum fits
        BasketLine line = neutral(goods);
        line.unit_price = far;
        add(shop_, std::move(line));
        return shop_;
    }
    std::optional<Shop> operator()(Quantity far) {
        const bool first_piece = missing_.condition == ConditionKind::Goods;
        if (!first_piece && missing_.condition != ConditionKind::MinimumQuantity)
            return std::nullopt;
        if (first_piece && short_by_ != 0) return std::nullopt;
        BasketLine line = neutral(first_piece ? wanted() : lacking());
        line.quantity = far - Quantity::of(short_by_);
        line.weighed = !is_whole(line.quantity);
        add(shop_, std::move(line));
        return shop_;
    }
    std::optional<Shop> operator()(Points far) {
        const auto* fact = find_fact<HasPoints>(offer_.when);
        if (!shop_.member || (fact == nullptr && !offer_.costs)) return std::nullopt;
        ProgrammeId programme = fact ? fact->programme : offer_.costs->programme;
        if (programme.value.empty()) programme = offer_.programme;
        const Instant now = shop_.context.at.instant;
        shop_.member->accounts[programme].lots.push_back({far - Points::of(short_by_), now, {}});
        return shop_;
    }
    std::optional<Shop> operator()(std::int64_t far) {
        if (!shop_.member) return std::nullopt;
        const auto n = static_cast<std::int32_t>(far - short_by_);
        MemberView& member = *shop_.member;
        if (missing_.condition == ConditionKind::NthPurchase)
            member.purchases += n;
        else if (missing_.condition == ConditionKind::MembershipAge ||
                 missing_.condition == ConditionKind::DaysSincePurchase)
            shop_.context.at.instant.ms += std::int64_t{n} * 86'400'000;  // days to wait
        else if (missing_.condition == ConditionKind::Stamps)
            member.stamps[stamp_card()] += n;
        else
            return std::nullopt;
        return shop_;
    }
    std::optional<Shop> operator()(LocalTime then) {
        shop_.context.at = then;
        if (short_by_ != 0) shop_.context.at.instant.ms -= 60'000;
        return shop_;
    }
    std::optional<Shop> operator()(const std::string& word) {
        if (short_by_ != 0) return std::nullopt;
        switch (missing_.condition) {
            case ConditionKind::Shop: shop_.context.store = {word}; return shop_;
            case ConditionKind::Till: shop_.context.till = {word}; return shop_;
            case ConditionKind::Channel:
                shop_.context.channel = word == "online" ? Channel::Online : Channel::Shop;
                return shop_;
            case ConditionKind::PaymentMethod: shop_.tenders = {paid_so()}; return shop_;
            default: break;
        }
        if (!shop_.member) return std::nullopt;
        MemberView& member = *shop_.member;
        switch (missing_.condition) {
            case ConditionKind::Tier: set_tier({word}); return shop_;
            case ConditionKind::Tag: member.tags = {word}; return shop_;
            case ConditionKind::Segment: member.segments = {word}; return shop_;
            default: return std::nullopt;
        }
    }

private:
    // What a ladder or a repetition counts, where no condition does.
    const GoodsFilter& counted() const {
        const auto* ladder = offer_.cut ? std::get_if<Ladder>(&*offer_.cut) : nullptr;
        return ladder && ladder->goods ? *ladder->goods : offer_.goods;
    }
    // Goods of which there is none.
    const GoodsFilter& wanted() const {
        if (const auto* present = find_fact<HasGoods>(offer_.when)) return present->goods;
        return offer_.groups ? offer_.groups->parts.front().goods : offer_.goods;
    }
    // Goods of which there are too few: those of the first part of a group that is not full.
    const GoodsFilter& lacking() const {
        if (const auto* fact = find_fact<AtLeastQuantity>(offer_.when)) return fact->goods;
        if (!offer_.groups) return counted();
        for (const GroupPart& part : offer_.groups->parts) {
            Quantity there;
            for (const BasketLine& line : shop_.basket.lines)
                if (fits(part.goods, line)) there += line.quantity;
            if (there < units(part.quantity)) return part.goods;
        }
        return offer_.groups->parts.front().goods;
    }
    const std::string& stamp_card() const {
        const auto* fact = find_fact<HasStamps>(offer_.when);
        return fact ? fact->card : offer_.stamps->card;
    }
    // An open tender of the first way that the offer takes.
    Tender paid_so() const {
        Tender tender;
        tender.kind = static_cast<TenderKind>(find_fact<PaidBy>(offer_.when)->methods.front());
        return tender;
    }
    // That level and nothing bought for it, so that it is not above what was asked.
    void set_tier(const TierId& tier) {
        shop_.member->tier = tier;
        for (const Programme& programme : shop_.publication.programmes()) {
            if (std::ranges::find(programme.tiers, tier, &Tier::id) == programme.tiers.end())
                continue;
            Standing standing;
            standing.tier = tier;
            shop_.member->standings[programme.id] = standing;
        }
    }

    Shop shop_;
    const Explanation& missing_;
    const Offer& offer_;
    std::int64_t short_by_;
};

}  // namespace

std::optional<Shop> moved(const Shop& shop, const Explanation& missing, Aim aim) {
    return std::visit(Mover(shop, missing, aim), missing.distance);
}

std::optional<Shop> risen(const Shop& shop, const Explanation& missing, Aim aim) {
    if (missing.condition != ConditionKind::Tier || !shop.member) return std::nullopt;
    const std::int64_t short_by = aim == Aim::JustShort ? 1 : 0;
    for (const Programme& programme : shop.publication.programmes()) {
        const TierId wanted{std::get<std::string>(missing.distance)};
        if (std::ranges::find(programme.tiers, wanted, &Tier::id) == programme.tiers.end() ||
            programme.tier_rules.promotion == Promotion::Central)
            continue;
        Shop then = shop;
        Standing& standing = then.member->standings[programme.id];
        standing = standing_of(*shop.member, programme, shop.context.at.instant);
        if (const auto* money = std::get_if<Money>(&missing.further))
            standing.money += *money - Money::of(short_by);
        else if (const auto* points = std::get_if<Points>(&missing.further))
            standing.points += *points - Points::of(short_by);
        else if (const auto* visits = std::get_if<std::int64_t>(&missing.further))
            standing.visits += *visits - short_by;
        else
            return std::nullopt;
        return then;
    }
    return std::nullopt;
}

}  // namespace kopilka
