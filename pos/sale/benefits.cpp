#include "pos/sale/benefits.h"

#include "pos/sale/match.h"
#include "pos/sale/repeat.h"
#include "pos/sale/stamps.h"

#include <array>

namespace kopilka {
namespace {

template <typename B, typename Do>
void each_benefit(const LanesResult& lanes, Do act) {
    for (const OfferResult& result : lanes.offers) {
        if (!result.applied) continue;
        for (const Benefit& benefit : result.offer->benefits)
            if (const auto* one = std::get_if<B>(&benefit)) act(result, *one);
    }
}

// Pieces that were paid for: what is free earns no stamp.
std::int64_t paid_pieces(const GoodsFilter& goods, const Worksheet& sheet) {
    std::int64_t count = 0;
    for (const std::uint32_t unit : units_of(goods, sheet))
        if (sheet.units[unit].running > 0 && sheet.is_piece(unit)) ++count;
    return count;
}

// Eight letters and digits that cannot be mistaken for each other (Crockford's alphabet).
std::string own_code(const Offer& offer, const Given& given) {
    constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    ByteWriter out;
    out.raw(given.publication.hash().value);
    out.text(offer.id.value);
    out.text(given.context.store.value);
    out.text(given.context.till.value);
    out.u64(static_cast<std::uint64_t>(given.context.at.instant.ms));
    if (given.member != nullptr) out.raw(given.member->id.value);
    const Hash256 hash = blake2b(out.bytes());
    std::string code;
    for (std::size_t i = 0; i < 8; ++i) code += kAlphabet[hash.value[i] % kAlphabet.size()];
    return code;
}

}  // namespace

std::vector<Gift> gifts_of(const LanesResult& lanes) {
    std::vector<Gift> gifts;
    each_benefit<AddGift>(lanes, [&](const OfferResult& result, const AddGift& gift) {
        const Offer& offer = *result.offer;
        const auto add = [&](const Sku& sku, std::int64_t times) {
            gifts.push_back({sku, Quantity::of(gift.quantity.count() * times), offer.id});
        };
        if (!gift.sku.value.empty()) {
            add(gift.sku, offer.repeat ? result.applications : 1);
            return;
        }
        const auto units = units_of(offer.goods, lanes.sheet);
        for (const SkuTimes& kind : times_by_sku(offer, lanes.sheet, units))
            add(*kind.sku, kind.times);
    });
    return gifts;
}

std::map<std::string, std::int64_t> stamps_of(const LanesResult& lanes, const Given& given) {
    if (given.member == nullptr) return {};
    std::map<std::string, std::int64_t> stamps = given.member->stamps;
    each_benefit<EarnStamps>(lanes, [&](const OfferResult& result, const EarnStamps& earn) {
        const Offer& offer = *result.offer;
        stamps[earn.card] +=
            earn.per_unit * paid_pieces(offer.goods, lanes.sheet) + earn.per_receipt;
    });
    for (const OfferResult& result : lanes.offers) {
        const Offer& offer = *result.offer;
        // A card fills up whether or not this receipt reached its free unit.
        const bool counts = result.applied || result.verdict.kind == ConditionKind::Stamps ||
                            result.lost_to != nullptr;
        if (!offer.stamps || !counts) continue;
        std::int64_t& card = stamps[offer.stamps->card];
        card = stamps_after(*offer.stamps, card, paid_pieces(offer.goods, lanes.sheet),
                            result.applied ? result.applications : 0);
    }
    return stamps;
}

std::vector<IssuedCoupon> coupons_of(const LanesResult& lanes, const Given& given) {
    std::vector<IssuedCoupon> coupons;
    each_benefit<IssueCoupon>(lanes, [&](const OfferResult& result, const IssueCoupon& coupon) {
        const Offer& offer = *result.offer;
        coupons.push_back({offer.id, coupon.prefix + own_code(offer, given), coupon.text});
    });
    return coupons;
}

}  // namespace kopilka
