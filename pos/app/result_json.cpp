#include "pos/app/result_json.h"

#include "pos/app/json_echo.h"
#include "pos/app/ledger_json.h"
#include "pos/app/return_json.h"
#include "pos/core/check.h"

#include <algorithm>
#include <ostream>

#include <nlohmann/json.hpp>

namespace kopilka::app {
namespace {

using Json = nlohmann::ordered_json;

struct DistanceText {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(std::int64_t count) const { return std::to_string(count); }
    std::string operator()(const std::string& word) const { return word; }
    template <typename T>
    std::string operator()(const T& value) const {
        return to_string(value);
    }
};

Json saving_json(const LineSaving& saving) {
    Json json{{"offer", saving.offer.value}, {"amount", to_string(saving.amount)}};
    for (const Money unit : saving.units) json["units"].push_back(to_string(unit));
    return json;
}

Json json_of(const PricedLine& line, const BasketLine& bought, const std::string& id) {
    Json units = Json::array();
    for (const Money unit : line.units) units.push_back(to_string(unit));
    Json savings = Json::array();
    for (const LineSaving& saving : line.savings) savings.push_back(saving_json(saving));
    return {{"id", id},
            {"sku", bought.sku.value},
            {"quantity", to_string(bought.quantity)},
            {"unit_price", to_string(bought.unit_price)},
            {"discount", to_string(line.discount)},
            {"net", to_string(line.net)},
            {"tax", to_string(line.tax)},
            {"units", std::move(units)},
            {"savings", std::move(savings)}};
}

Json json_of(const Explanation& offer) {
    Json json{{"id", offer.offer.value},
              {"outcome", name(offer.outcome)},
              {"amount", to_string(offer.amount)}};
    if (!offer.points.is_zero()) json["points"] = to_string(offer.points);
    if (offer.lost_to) {
        json["lost_to"] = offer.lost_to->value;
        json["by"] = to_string(offer.by);
    }
    if (offer.condition != ConditionKind::None) json["condition"] = name(offer.condition);
    if (const std::string far = std::visit(DistanceText{}, offer.distance); !far.empty())
        json["distance"] = far;
    if (const std::string more = std::visit(DistanceText{}, offer.further); !more.empty())
        json["to_go"] = more;
    if (offer.hint)
        json["hint"] = {{"cost", to_string(offer.hint->cost)},
                        {"saves", to_string(offer.hint->saves)}};
    if (offer.order > 0) json["order"] = offer.order;
    if (offer.approximate) json["approximate"] = true;
    return json;
}

// Sums over all programmes, then each programme by itself.
Json json_of(const std::vector<PointsResult>& all) {
    Points earned, redeemed, after;
    Json programmes = Json::object();
    for (const PointsResult& one : all) {
        earned += one.earned;
        redeemed += one.redeemed + one.bought;
        after += one.balance_after;
        programmes[one.programme.value] = {
            {"earned", to_string(one.earned)},
            {"redeemed", to_string(one.redeemed + one.bought)},
            {"balance_before", to_string(one.balance_before)},
            {"balance_after", to_string(one.balance_after)},
            {"most_redeemable", to_string(one.most_redeemable)},
            {"most_redeemable_worth", to_string(one.most_redeemable_worth)},
            {"limited_by", name(one.limited_by)}};
    }
    return {{"earned", to_string(earned)},
            {"redeemed", to_string(redeemed)},
            {"balance_after", to_string(after)},
            {"programmes", std::move(programmes)}};
}

Json lines_json(const PriceRequest& request, const PricedBasket& priced) {
    Json lines = Json::array();
    for (std::size_t i = 0; i < priced.lines.size(); ++i)
        lines.push_back(json_of(priced.lines[i], request.basket.lines[i], request.line_ids[i]));
    return lines;
}

Json certificates_json(const PriceRequest& request, const PricedBasket& priced) {
    Json all = Json::array();
    for (const SoldCertificate& sold : priced.certificates) {
        const auto line = std::ranges::find(request.basket.lines, sold.line, &BasketLine::id);
        const auto number = static_cast<std::size_t>(line - request.basket.lines.begin());
        all.push_back({{"line", request.line_ids[number]},
                       {"number", sold.number},
                       {"amount", to_string(sold.amount)},
                       {"valid_to", nullptr}});
        if (sold.valid_to) all.back()["valid_to"] = to_string(*sold.valid_to);
    }
    return all;
}

// As it was given, but with its lines in their order, and its moment, which may come from the
// command line.
Json basket_json(const PriceRequest& request) {
    Json basket = echo(request.written);
    basket["at"] = to_string(request.context.at);
    Json lines = Json::array();
    for (const std::string& id : request.line_ids)
        for (const Json& line : basket["lines"])
            if (line["id"] == id || line["id"].dump() == id) lines.push_back(line);
    basket["lines"] = std::move(lines);
    return basket;
}

}  // namespace

Json tiers_json(const std::vector<TierResult>& tiers) {
    Json all = Json::object();
    for (const TierResult& one : tiers) {
        Json json{
            {"before", one.before.value}, {"after", one.after.value}, {"next", one.next.value}};
        if (const std::string far = std::visit(DistanceText{}, one.to_go); !far.empty())
            json["to_go"] = far;
        all[one.programme.value] = std::move(json);
    }
    return all;
}

Json gifts_json(const std::vector<Gift>& gifts) {
    Json json = Json::array();
    for (const Gift& gift : gifts)
        json.push_back({{"sku", gift.sku.value},
                        {"quantity", to_string(gift.quantity)},
                        {"offer", gift.offer.value}});
    return json;
}

std::string tier_of(const std::vector<TierResult>& tiers, const std::optional<MemberView>& member) {
    if (!tiers.empty()) return tiers.front().after.value;
    return member ? member->tier.value : std::string();
}

void write_price_result(const PriceRequest& request, const PricedBasket& priced,
                        const std::vector<Explanation>& offers, std::ostream& out) {
    Json coupons = Json::array();
    for (const IssuedCoupon& coupon : priced.coupons)
        coupons.push_back({{"offer", coupon.offer.value}, {"code", coupon.code}});
    Json explained = Json::array();
    for (const Explanation& offer : offers) explained.push_back(json_of(offer));
    Json accounts = Json::object();
    if (const auto after = member_after(sale_of(request, priced)))
        accounts = accounts_json(*after, request.context.at);
    const Json result{
        {"total", to_string(priced.total)},
        {"discount_total", to_string(priced.discount_total)},
        {"tax_total", to_string(priced.tax_total)},
        {"due", to_string(priced.due)},
        {"change", to_string(priced.change)},
        {"lines", lines_json(request, priced)},
        {"gifts", gifts_json(priced.gifts)},
        {"points", json_of(priced.points)},
        {"stamps", priced.stamps},
        {"coupons_issued", std::move(coupons)},
        {"offers", std::move(explained)},
        {"ledger", ledger_json(priced.ledger, request.lots, request.context.at.offset_minutes)},
        {"accounts", std::move(accounts)},
        {"tiers", tiers_json(priced.tiers)},
        {"tier", tier_of(priced.tiers, request.member)},
        {"tenders", tenders_json(priced.paid)},
        {"certificates_sold", certificates_json(request, priced)},
        {"basket", basket_json(request)},
        {"programme", to_string(priced.publication)},
        {"digest", to_string(priced.digest)}};
    // Names in a basket need not be UTF-8; a wrong byte is shown, not thrown.
    out << result.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

std::string_view name(Outcome outcome) {
    switch (outcome) {
        case Outcome::Applied: return "applied";
        case Outcome::Lost: return "lost";
        case Outcome::Missing: return "missing";
        case Outcome::Limited: return "limited";
    }
    unreachable("an outcome nobody named");
}

std::string_view name(ConditionKind kind) {
    switch (kind) {
        case ConditionKind::None: return "none";
        case ConditionKind::MinimumAmount: return "minimum_amount";
        case ConditionKind::MinimumQuantity: return "minimum_quantity";
        case ConditionKind::Goods: return "goods";
        case ConditionKind::AlreadyReduced: return "already_reduced";
        case ConditionKind::DateRange: return "dates";
        case ConditionKind::Weekday: return "weekdays";
        case ConditionKind::Hours: return "hours";
        case ConditionKind::Shop: return "shops";
        case ConditionKind::Till: return "tills";
        case ConditionKind::Channel: return "channel";
        case ConditionKind::Membership: return "member";
        case ConditionKind::Tier: return "tiers";
        case ConditionKind::Segment: return "segments";
        case ConditionKind::Tag: return "tags";
        case ConditionKind::MembershipAge: return "membership_age";
        case ConditionKind::NthPurchase: return "purchases";
        case ConditionKind::LifetimeSpend: return "lifetime_spend";
        case ConditionKind::DaysSincePurchase: return "days_since_purchase";
        case ConditionKind::Birthday: return "birthday";
        case ConditionKind::Referral: return "referred";
        case ConditionKind::Code: return "codes";
        case ConditionKind::PaymentMethod: return "payment";
        case ConditionKind::Stamps: return "stamps";
        case ConditionKind::PointsBalance: return "points";
        case ConditionKind::LimitPerReceipt: return "limit_per_receipt";
        case ConditionKind::LimitPerCustomer: return "limit_per_customer";
        case ConditionKind::LimitPerDay: return "limit_per_day";
        case ConditionKind::LimitTotal: return "limit_total";
        case ConditionKind::Budget: return "budget";
        case ConditionKind::Cap: return "cap";
        case ConditionKind::Floor: return "floor";
        case ConditionKind::ExclusiveOffer: return "exclusive";
        case ConditionKind::MaximumAmount: return "maximum_amount";
        case ConditionKind::MaximumQuantity: return "maximum_quantity";
        case ConditionKind::DifferentGoods: return "different_goods";
        case ConditionKind::OnlyGoods: return "only_goods";
        case ConditionKind::LimitPerCode: return "limit_per_code";
        case ConditionKind::Right: return "right";
    }
    unreachable("a condition nobody named");
}

}  // namespace kopilka::app
