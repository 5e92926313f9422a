#include "pos/app/basket_changes.h"

#include "pos/app/result_json.h"

#include <map>

namespace kopilka::app {
namespace {

using Sides = std::map<std::string, Side>;  // by id

Side side(Money sum) { return {to_string(sum), {{"programme.diff.money", {sum}}}}; }
Side side(Points sum) { return {to_string(sum), {{"programme.word", {to_string(sum)}}}}; }
Side side(std::string text) {
    Phrase phrase{"programme.word", {text}};
    return {std::move(text), {std::move(phrase)}};
}

// Ids of both sides, each once; a side that lacks one has nothing to say.
void compare(const char* what, const char* key, const Sides& before, const Sides& after,
             std::vector<Change>& changes) {
    Sides all = before;
    all.insert(after.begin(), after.end());
    const auto of = [](const Sides& sides, const std::string& id) {
        const auto found = sides.find(id);
        return found == sides.end() ? Side{} : found->second;
    };
    for (const auto& [id, either] : all) {
        Change change{what, key, id, of(before, id), of(after, id)};
        if (change.before.plain != change.after.plain) changes.push_back(std::move(change));
    }
}

Sides lines_of(const PricedRequest& one) {
    Sides sides;
    for (std::size_t i = 0; i < one.priced.lines.size(); ++i)
        sides[one.request.line_ids[i] + " " + one.request.basket.lines[i].sku.value] =
            side(one.priced.lines[i].net);
    return sides;
}

Sides gifts_of(const PricedRequest& one) {
    std::map<std::string, Quantity> sums;
    for (const Gift& gift : one.priced.gifts) sums[gift.sku.value] += gift.quantity;
    Sides sides;
    for (const auto& [sku, quantity] : sums) sides[sku] = side(to_string(quantity));
    return sides;
}

Sides points_of(const PricedRequest& one, Points PointsResult::*part) {
    Sides sides;
    for (const PointsResult& points : one.priced.points)
        sides[points.programme.value] = side(points.*part);
    return sides;
}

Sides stamps_of(const PricedRequest& one) {
    Sides sides;
    for (const auto& [card, stamps] : one.priced.stamps) sides[card] = side(std::to_string(stamps));
    return sides;
}

Sides coupons_of(const PricedRequest& one) {
    Sides sides;
    for (const IssuedCoupon& coupon : one.priced.coupons)
        sides[coupon.offer.value] = {coupon.code, {{"programme.diff.coupon", {coupon.text}}}};
    return sides;
}

// An offer that a cap held back is said twice: what it gave, and what not.
Sides offers_of(const PricedRequest& one) {
    Sides sides;
    for (std::size_t i = 0; i < one.offers.size(); ++i) {
        const Explanation& offer = one.offers[i];
        Side& told = sides[offer.offer.value];
        std::string plain{name(offer.outcome)};
        if (!offer.amount.is_zero()) plain += " " + to_string(offer.amount);
        if (!offer.points.is_zero()) plain += " " + to_string(offer.points) + " points";
        if (offer.lost_to) plain += " to " + offer.lost_to->value;
        if (offer.condition != ConditionKind::None)
            plain += ", " + std::string(name(offer.condition));
        told.plain += (told.plain.empty() ? "" : "; ") + plain;
        told.words.push_back(one.words[i]);
    }
    return sides;
}

void compare_sums(const PricedBasket& before, const PricedBasket& after,
                  std::vector<Change>& changes) {
    const auto sum = [&](const char* what, const char* key, Money was, Money is) {
        if (was != is) changes.push_back({what, key, "", side(was), side(is)});
    };
    sum("total", "programme.diff.total", before.total, after.total);
    sum("discount", "programme.diff.discount", before.discount_total, after.discount_total);
    sum("tax", "programme.diff.tax", before.tax_total, after.tax_total);
    sum("due", "programme.diff.due", before.due, after.due);
}

}  // namespace

std::string Side::said(const Texts& texts) const {
    if (words.empty()) return texts("programme.diff.nothing");
    std::string text;
    for (const Phrase& phrase : words) text += (text.empty() ? "" : "; ") + texts.say(phrase);
    return text;
}

PricedRequest price_request(PriceRequest request, const Publication& publication) {
    PricedRequest one{std::move(request), {}, {}, {}};
    const PriceRequest& asked = one.request;
    const MemberView* member = asked.member ? &*asked.member : nullptr;
    one.priced = price(publication, asked.context, member, asked.basket, asked.tenders);
    one.offers =
        explain_every_offer(publication, asked.context, member, asked.basket, asked.tenders);
    for (const Explanation& offer : one.offers) one.words.push_back(words(offer, publication));
    return one;
}

std::vector<Change> changes_between(const PricedRequest& before, const PricedRequest& after) {
    std::vector<Change> changes;
    compare_sums(before.priced, after.priced, changes);
    compare("line", "programme.diff.line", lines_of(before), lines_of(after), changes);
    compare("gift", "programme.diff.gift", gifts_of(before), gifts_of(after), changes);
    compare("points_earned", "programme.diff.earned", points_of(before, &PointsResult::earned),
            points_of(after, &PointsResult::earned), changes);
    compare("points_redeemed", "programme.diff.redeemed",
            points_of(before, &PointsResult::redeemed), points_of(after, &PointsResult::redeemed),
            changes);
    compare("stamps", "programme.diff.stamps", stamps_of(before), stamps_of(after), changes);
    compare("coupon", "programme.diff.coupons", coupons_of(before), coupons_of(after), changes);
    compare("offer", "programme.diff.offer", offers_of(before), offers_of(after), changes);
    return changes;
}

}  // namespace kopilka::app
