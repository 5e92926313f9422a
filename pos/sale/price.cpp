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

void put_lines(std::vector<PricedLine>& lines, const Worksheet& sheet) {
    lines.resize(sheet.lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const SheetLine& from = sheet.lines[i];
        PricedLine& line = lines[i];
        line.id = from.line->id;
        line.gross = Money::of(from.gross);
        line.net = Money::of(sheet.running(from));
        line.discount = line.gross - line.net;
        line.tax = kNoMoney;
        line.units.resize(from.unit_count);
        for (std::uint32_t unit = 0; unit < from.unit_count; ++unit)
            line.units[unit] = Money::of(sheet.units[from.first_unit + unit].running);
    }
}

// What each offer took off each line, in the order in which they came.
void put_savings(std::vector<PricedLine>& lines, const Worksheet& sheet) {
    struct Open {
        const std::string* by = nullptr;
        std::size_t count = 0;  // savings of the line so far
    };
    std::vector<Open> open(lines.size());
    for (const SheetTake& take : sheet.takes) {
        const std::uint32_t number = sheet.units[take.unit].line;
        const SheetLine& from = sheet.lines[number];
        std::vector<LineSaving>& savings = lines[number].savings;
        Open& last = open[number];
        if (last.by != take.by) {
            last.by = take.by;
            if (last.count == savings.size()) savings.emplace_back();
            LineSaving& saving = savings[last.count++];
            saving.offer.value = *take.by;
            saving.amount = kNoMoney;
            saving.units.assign(from.unit_count > 1 ? from.unit_count : 0, kNoMoney);
        }
        LineSaving& saving = savings[last.count - 1];
        saving.amount += Money::of(take.amount);
        if (from.unit_count > 1)
            saving.units[take.unit - from.first_unit] += Money::of(take.amount);
    }
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i].savings.resize(open[i].count);
}

void add_up(PricedBasket& priced, TaxMode mode) {
    priced.gross = priced.discount_total = priced.tax_total = priced.total = kNoMoney;
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
void price_offers(PricedBasket& priced, const Given& given, const TouchedOffers& offers,
                  std::span<const Tender> paid) {
    priced.publication = given.publication.hash();
    LanesResult lanes = run_lanes(given, sheet_of(given), offers);
    std::vector<PointsSpent> points = spend_points(given, lanes);
    const std::vector<PointsEarned> earned = earn_points(lanes, given, points);
    priced.ledger.clear();
    // What is spent must be there before: where points help at once, what came stands first.
    if (given.coming.empty()) book_redemptions(points, given, priced.ledger);
    book_accruals(earned, given, points, priced.ledger);
    if (!given.coming.empty()) book_redemptions(points, given, priced.ledger);
    put_lines(priced.lines, lanes.sheet);
    put_savings(priced.lines, lanes.sheet);
    std::vector<BasisPoints> rates;
    rates.reserve(lanes.sheet.lines.size());
    for (const SheetLine& line : lanes.sheet.lines) rates.push_back(line.line->tax_rate);
    put_taxes(priced.lines, rates, given.context.tax, given.publication.settings());
    add_up(priced, given.context.tax);
    settle(priced, given, paid, points);
    priced.points.clear();
    for (const PointsSpent& spent : points) priced.points.push_back(spent.result);
    priced.gifts = gifts_of(lanes);
    priced.coupons = coupons_of(lanes, given);
    priced.stamps = stamps_of(lanes, given);
    priced.tiers = tiers_of(given, priced);
    priced.certificates = sold_certificates(lanes.sheet, given);
    explain_all(priced.explanations, lanes, earned);
    priced.digest = digest_of(priced);
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
void price_with_coming(PricedBasket& priced, const Given& given, const TouchedOffers& offers,
                       std::span<const Tender> paid) {
    constexpr int kMostRounds = 4;
    price_offers(priced, given, offers, paid);
    if (std::ranges::none_of(given.publication.programmes(), help_at_once)) return;
    PricedBasket helped = priced;
    Given knowing = given;
    for (int round = 0; round < kMostRounds; ++round) {
        const auto coming = coming_by(helped, given);
        if (coming == knowing.coming) break;
        knowing.coming = coming;
        price_offers(helped, knowing, offers, paid);
    }
    const auto overdrawn = [](const PointsResult& points) {
        return points.balance_after < std::min(kNoPoints, points.balance_before);
    };
    if (std::ranges::none_of(helped.points, overdrawn)) priced = std::move(helped);
}

// The tender that closes the receipt takes the rest, as an open one does: where 10 % are off for
// paying by SBP, 90.00 by SBP pay 100.00 in full.
std::vector<Tender> last_one_open(std::span<const Tender> tenders, const Publication& publication) {
    std::vector<Tender> open(tenders.begin(), tenders.end());
    if (!open.empty() && account_of(open.back(), publication) == nullptr)
        open.back().amount = kNoMoney;
    return open;
}

// As if the last tender closed the receipt; as a part of it where something remains due.
void price_tenders(PricedBasket& priced, const Given& given,
                   TouchedOffers (*choose)(const Given&)) {
    const TouchedOffers offers = choose(given);
    const std::vector<Tender> open = last_one_open(given.tenders, given.publication);
    if (std::ranges::equal(open, given.tenders))
        return price_with_coming(priced, given, offers, given.tenders);
    const Given closing(given.publication, given.context, given.member, given.basket, open);
    price_with_coming(priced, closing, offers, given.tenders);
    if (!priced.due.is_zero()) price_with_coming(priced, given, offers, given.tenders);
}

}  // namespace

void price_into(PricedBasket& priced, const Publication& publication, const PriceContext& context,
                const MemberView* member, const Basket& basket, std::span<const Tender> tenders) {
    price_tenders(priced, {publication, context, member, basket, tenders}, touched_offers);
}

PricedBasket price(const Publication& publication, const PriceContext& context,
                   const MemberView* member, const Basket& basket,
                   std::span<const Tender> tenders) {
    PricedBasket priced;
    price_into(priced, publication, context, member, basket, tenders);
    return priced;
}

std::vector<Explanation> explain_every_offer(const Publication& publication,
                                             const PriceContext& context, const MemberView* member,
                                             const Basket& basket,
                                             std::span<const Tender> tenders) {
    PricedBasket priced;
    price_tenders(priced, {publication, context, member, basket, tenders}, every_offer);
    return std::move(priced.explanations);
}

std::optional<Explanation> explain(const OfferId& offer, const Publication& publication,
                                   const PriceContext& context, const MemberView* member,
                                   const Basket& basket, std::span<const Tender> tenders) {
    for (Explanation& one : explain_every_offer(publication, context, member, basket, tenders))
        if (one.offer == offer) return std::move(one);
    return std::nullopt;
}

}  // namespace kopilka
