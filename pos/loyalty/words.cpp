#include "pos/core/check.h"
#include "pos/loyalty/explanation.h"
#include "pos/loyalty/programme.h"

namespace kopilka {
namespace {

std::string_view key_of(ConditionKind kind) {
    switch (kind) {
        case ConditionKind::None: return "offer.missing.none";
        case ConditionKind::MinimumAmount: return "offer.missing.amount";
        case ConditionKind::MinimumQuantity: return "offer.missing.quantity";
        case ConditionKind::Goods: return "offer.missing.goods";
        case ConditionKind::AlreadyReduced: return "offer.missing.already_reduced";
        case ConditionKind::DateRange: return "offer.missing.dates";
        case ConditionKind::Weekday: return "offer.missing.weekday";
        case ConditionKind::Hours: return "offer.missing.hours";
        case ConditionKind::Shop: return "offer.missing.shop";
        case ConditionKind::Till: return "offer.missing.till";
        case ConditionKind::Channel: return "offer.missing.channel";
        case ConditionKind::Membership: return "offer.missing.membership";
        case ConditionKind::Tier: return "offer.missing.tier";
        case ConditionKind::Segment: return "offer.missing.segment";
        case ConditionKind::Tag: return "offer.missing.tag";
        case ConditionKind::MembershipAge: return "offer.missing.membership_age";
        case ConditionKind::NthPurchase: return "offer.missing.purchases";
        case ConditionKind::LifetimeSpend: return "offer.missing.lifetime_spend";
        case ConditionKind::DaysSincePurchase: return "offer.missing.days_since_purchase";
        case ConditionKind::Birthday: return "offer.missing.birthday";
        case ConditionKind::Referral: return "offer.missing.referral";
        case ConditionKind::Code: return "offer.missing.code";
        case ConditionKind::PaymentMethod: return "offer.missing.payment";
        case ConditionKind::Stamps: return "offer.missing.stamps";
        case ConditionKind::PointsBalance: return "offer.missing.points";
        case ConditionKind::LimitPerReceipt: return "offer.limited.per_receipt";
        case ConditionKind::LimitPerCustomer: return "offer.limited.per_customer";
        case ConditionKind::LimitPerDay: return "offer.limited.per_day";
        case ConditionKind::LimitTotal: return "offer.limited.total";
        case ConditionKind::Budget: return "offer.limited.budget";
        case ConditionKind::Cap: return "offer.limited.cap";
        case ConditionKind::Floor: return "offer.limited.floor";
        case ConditionKind::ExclusiveOffer: return "offer.unwanted.purchase";
        case ConditionKind::MaximumAmount: return "offer.missing.maximum_amount";
        case ConditionKind::MaximumQuantity: return "offer.missing.maximum_quantity";
        case ConditionKind::DifferentGoods: return "offer.missing.different_goods";
        case ConditionKind::OnlyGoods: return "offer.missing.only_goods";
        case ConditionKind::LimitPerCode: return "offer.limited.per_code";
        case ConditionKind::Right: return "offer.missing.right";
    }
    unreachable("a condition nobody named");
}

struct AsArgument {
    Phrase& phrase;
    void operator()(std::monostate) const {}
    void operator()(Money money) const { phrase.arguments.emplace_back(money); }
    void operator()(Quantity quantity) const {
        if (is_whole(quantity))
            phrase.arguments.emplace_back(quantity.count() / 1000);
        else
            phrase.arguments.emplace_back(quantity);
    }
    void operator()(Points points) const { phrase.arguments.emplace_back(points); }
    void operator()(std::int64_t count) const { phrase.arguments.emplace_back(count); }
    void operator()(LocalTime from) const {
        const int minute = minute_of_day(from);
        const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
        phrase.arguments.emplace_back(local_date(from));
        phrase.arguments.emplace_back(two(minute / 60) + ":" + two(minute % 60));
    }
    void operator()(const std::string& name) const { phrase.arguments.emplace_back(name); }
};

// A tier is so much money, so many points or purchases away.
std::string_view key_of_tier_after(const Distance& distance) {
    if (std::holds_alternative<Money>(distance)) return "offer.missing.tier_after_money";
    return std::holds_alternative<Points>(distance) ? "offer.missing.tier_after_points"
                                                    : "offer.missing.tier_after_visits";
}

// Ways of paying and of selling, and what an offer does not want, are few: each has a text of its
// own.
std::string_view key_of_words(ConditionKind kind) {
    if (kind == ConditionKind::PaymentMethod) return "offer.payment.";
    if (kind == ConditionKind::ExclusiveOffer) return "offer.unwanted.";
    return kind == ConditionKind::Channel ? "offer.channel." : "";
}

// {0} the offer's name, {1}… how far it is. A text without a distance has a key of its own.
Phrase missing(const Explanation& explanation) {
    const auto* word = std::get_if<std::string>(&explanation.distance);
    const std::string own(key_of_words(explanation.condition));
    if (word != nullptr && !own.empty()) return {own + *word, {explanation.name}};
    Phrase phrase{std::string(key_of(explanation.condition)), {explanation.name}};
    const std::size_t known = phrase.arguments.size();
    std::visit(AsArgument{phrase}, explanation.distance);
    const bool far = phrase.arguments.size() > known;
    if (explanation.hint && far) {
        phrase.key = explanation.condition == ConditionKind::MinimumAmount ? "offer.hint.amount"
                                                                           : "offer.hint.quantity";
        phrase.arguments.emplace_back(explanation.hint->cost);
        phrase.arguments.emplace_back(explanation.hint->saves);
    } else if (far) {
        phrase.key += "_by";
        const std::size_t near = phrase.arguments.size();
        std::visit(AsArgument{phrase}, explanation.further);
        if (phrase.arguments.size() > near) phrase.key = key_of_tier_after(explanation.further);
    }
    return phrase;
}

const Localized* name_of_tier(const std::string& id, const Publication& publication) {
    for (const Programme& programme : publication.programmes())
        for (const Tier& tier : programme.tiers)
            if (tier.id.value == id) return &tier.name;
    return nullptr;
}

// The rule by which an offer gives points and nothing else.
const EarnPoints* only_points(const Offer& offer) {
    if (offer.cut || offer.stamps || offer.benefits.size() != 1) return nullptr;
    const auto* earn = std::get_if<EarnPoints>(&offer.benefits.front());
    return earn && !std::holds_alternative<EarnMultiplied>(earn->rule) ? earn : nullptr;
}

Phrase words_of_points(const Explanation& explanation, const EarnPoints& earn,
                       const Publication& publication) {
    if (explanation.points.is_zero()) return {"offer.nothing_earned", {explanation.name}};
    const Programme* programme = publication.find_programme(earn.programme);
    if (!programme || !programme->points || programme->points->holds != Holds::AsMoney)
        return words(explanation);
    return {"offer.money",
            {explanation.name, worth_in_money(explanation.points, *programme->points)}};
}

}  // namespace

Phrase words(const Explanation& explanation, const Publication& publication) {
    const Offer* offer = publication.find_offer(explanation.offer);
    const EarnPoints* earn = offer == nullptr ? nullptr : only_points(*offer);
    if (explanation.outcome == Outcome::Applied && earn != nullptr)
        return words_of_points(explanation, *earn, publication);
    Phrase phrase = words(explanation);
    const auto* tier = std::get_if<std::string>(&explanation.distance);
    if (explanation.condition != ConditionKind::Tier || tier == nullptr) return phrase;
    if (const Localized* name = name_of_tier(*tier, publication)) phrase.arguments[1] = *name;
    return phrase;
}

Phrase words(const Explanation& explanation) {
    switch (explanation.outcome) {
        case Outcome::Applied:
            if (!explanation.amount.is_zero())
                return {"offer.applied", {explanation.name, explanation.amount}};
            if (!explanation.points.is_zero())
                return {"offer.points", {explanation.name, explanation.points}};
            return {"offer.given", {explanation.name}};
        case Outcome::Lost:
            if (explanation.by.is_zero())
                return {"offer.lost", {explanation.name, explanation.lost_to_name}};
            return {"offer.lost_by", {explanation.name, explanation.lost_to_name, explanation.by}};
        case Outcome::Missing: return missing(explanation);
        case Outcome::Limited:
            if (!explanation.points.is_zero())
                return {"offer.limited.points", {explanation.name, explanation.points}};
            return {std::string(key_of(explanation.condition)),
                    {explanation.name, explanation.amount}};
    }
    unreachable("an outcome nobody named");
}

}  // namespace kopilka
