#include "pos/sale/price.h"

#include "pos/sale/benefits.h"
#include "pos/sale/digest.h"
#include "pos/sale/explain.h"
#include "pos/sale/match.h"
#include "pos/sale/settle.h"
#include "pos/sale/tax.h"
#include "pos/sale/tiers.h"

#include <algorithm>
#include <numeric>

namespace kopilka {
namespace {

PricedLine priced_line(const Worksheet& sheet, const SheetLine& from) {
    PricedLine line;
    line.id = from.line->id;
    line.gross = Money::of(from.gross);
    line.net = Money::of(sheet.running(from));
    line.discount = line.gross - line.net;
    for (std::uint32_t i = 0; i < from.unit_count; ++i)
        line.units.push_back(Money::of(sheet.units[from.first_unit + i].running));
    line.savings = from.savings;
    return line;
}

void add_up(PricedBasket& priced, TaxMode mode) {
    for (const PricedLine& line : priced.lines) {
        priced.gross += line.gross;
        priced.discount_total += line.discount;
        priced.tax_total += line.tax;
        priced.total += line.net;
    }
    if (mode == TaxMode::Excluded) priced.total += priced.tax_total;
}

Worksheet sheet_of(const Given& given) {
    Worksheet sheet = Worksheet::of(given.basket, given.publication.settings().minimum_margin);
    set_certificates_apart(sheet, given.publication);
    return sheet;
}

// Offers see the tenders of `given`; due and change are of those that were `paid`.
PricedBasket price_offers(const Given& given, std::span<const std::uint32_t> offers,
                          std::span<const Tender> paid) {
    PricedBasket priced;
    priced.publication = given.publication.hash();
    LanesResult lanes = run_lanes(given, sheet_of(given), offers);
    std::vector<PointsSpent> points = spend_points(given, lanes);
    const std::vector<PointsEarned> earned = earn_points(lanes, given, points);
    // What is spent must be there before: where points help at once, what came stands first.
    if (given.coming.empty()) book_redemptions(points, given, priced.ledger);
    book_accruals(earned, given, points, priced.ledger);
    if (!given.coming.empty()) book_redemptions(points, given, priced.ledger);
    std::vector<BasisPoints> rates;
    for (const SheetLine& line : lanes.sheet.lines) {
        priced.lines.push_back(priced_line(lanes.sheet, line));
        rates.push_back(line.line->tax_rate);
    }
    put_taxes(priced.lines, rates, given.context.tax, given.publication.settings());
    add_up(priced, given.context.tax);
    settle(priced, given, paid, points);
    for (const PointsSpent& spent : points) priced.points.push_back(spent.result);
    priced.gifts = gifts_of(lanes);
    priced.coupons = coupons_of(lanes, given);
    priced.stamps = stamps_of(lanes, given);
    priced.tiers = tiers_of(given, priced);
    priced.certificates = sold_certificates(lanes.sheet, given);
    priced.explanations = explain_all(lanes, earned);
    priced.digest = digest_of(priced);
    return priced;
}

bool help_at_once(const Programme& programme) {
    return programme.points && programme.points->spend.same_receipt;
}

// What a receipt earns and can be spent at once, of programmes where it helps in itself.
std::map<ProgrammeId, Points> coming_by(const PricedBasket& priced, const Given& given) {
    std::map<ProgrammeId, Points> coming;
    for (const PointsResult& points : priced.points)
        if (help_at_once(*given.publication.find_programme(points.programme)))
            coming[points.programme] =
                std::max(kNoPoints, points.balance_after - points.balance_before + points.redeemed +
                                        points.bought);
    return coming;
}

// Where points help in the receipt that earns them: once to learn how many come, then with them,
// and again while what they buy leaves fewer. If more would still be spent than there is, without
// them.
PricedBasket price_with_coming(const Given& given, std::span<const std::uint32_t> offers,
                               std::span<const Tender> paid) {
    constexpr int kMostRounds = 4;
    PricedBasket plain = price_offers(given, offers, paid);
    if (std::ranges::none_of(given.publication.programmes(), help_at_once)) return plain;
    PricedBasket helped = plain;
    Given knowing = given;
    for (int round = 0; round < kMostRounds; ++round) {
        const auto coming = coming_by(helped, given);
        if (coming == knowing.coming) break;
        knowing.coming = coming;
        helped = price_offers(knowing, offers, paid);
    }
    const auto overdrawn = [](const PointsResult& points) {
        return points.balance_after < std::min(kNoPoints, points.balance_before);
    };
    return std::ranges::any_of(helped.points, overdrawn) ? plain : helped;
}

// The tender that closes the receipt takes the rest, as an open one does: where 10 % are off for
// paying by SBP, 90.00 by SBP pay 100.00 in full.
std::vector<Tender> last_one_open(std::span<const Tender> tenders, const Publication& publication) {
    std::vector<Tender> open(tenders.begin(), tenders.end());
    if (!open.empty() && account_of(open.back(), publication) == nullptr)
        open.back().amount = kNoMoney;
    return open;
}

using OfferNumbers = std::vector<std::uint32_t>;

OfferNumbers every_offer(const Given& given) {
    OfferNumbers every(given.publication.offers().size());
    std::iota(every.begin(), every.end(), 0U);
    return every;
}

// As if the last tender closed the receipt; as a part of it where something remains due.
PricedBasket price_tenders(const Given& given, OfferNumbers (*choose)(const Given&)) {
    const std::vector<Tender> open = last_one_open(given.tenders, given.publication);
    const Given closing(given.publication, given.context, given.member, given.basket, open);
    PricedBasket closed = price_with_coming(closing, choose(closing), given.tenders);
    if (closed.due.is_zero() || std::ranges::equal(open, given.tenders)) return closed;
    return price_with_coming(given, choose(given), given.tenders);
}

}  // namespace

PricedBasket price(const Publication& publication, const PriceContext& context,
                   const MemberView* member, const Basket& basket,
                   std::span<const Tender> tenders) {
    return price_tenders({publication, context, member, basket, tenders}, touched_offers);
}

std::vector<Explanation> explain_every_offer(const Publication& publication,
                                             const PriceContext& context, const MemberView* member,
                                             const Basket& basket,
                                             std::span<const Tender> tenders) {
    return price_tenders({publication, context, member, basket, tenders}, every_offer).explanations;
}

std::optional<Explanation> explain(const OfferId& offer, const Publication& publication,
                                   const PriceContext& context, const MemberView* member,
                                   const Basket& basket, std::span<const Tender> tenders) {
    for (Explanation& one : explain_every_offer(publication, context, member, basket, tenders))
        if (one.offer == offer) return std::move(one);
    return std::nullopt;
}

}  // namespace kopilka
