#include "pos/app/price_text.h"

#include "pos/app/ledger_json.h"
#include "pos/core/overload.h"
#include "pos/core/utf8.h"
#include "pos/sale/lots.h"
#include "pos/sale/paper.h"
#include "pos/sale/tiers.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <ostream>

namespace kopilka::app {
namespace {

constexpr std::size_t kWidth = 64;

// Lines of two columns, in one language.
class Columns {
public:
    Columns(const Publication& publication, const Texts& texts, std::int32_t offset_minutes,
            std::ostream& out)
        : publication_(publication), texts_(texts), offset_minutes_(offset_minutes), out_(out) {}

    const Publication& publication() const { return publication_; }
    std::string say(const Phrase& phrase) const { return texts_.say(phrase); }
    std::string say(std::string_view key) const { return texts_(key); }
    std::string in(const Localized& name) const { return name.in(texts_.language()); }

    void line(std::string_view text) { out_ << text << "\n"; }
    void both(const std::string& left, const std::string& right) {
        const std::size_t wide = to_code_points(left).size() + to_code_points(right).size();
        out_ << left << std::string(wide < kWidth ? kWidth - wide : 1, ' ') << right << "\n";
    }
    void sum(const std::string& left, Money money) { both(left, texts_.plain_money(money)); }
    void count(const std::string& left, std::int64_t n) {
        both(left, texts_.points(Points::of(n * 100)));
    }
    // Points, or kopecks where the programme's account holds money.
    void points(const std::string& left, Points points, const ProgrammeId& programme) {
        const auto& rules = publication_.find_programme(programme)->points;
        const bool money = rules && rules->holds == Holds::AsMoney;
        both(left, money ? texts_.plain_money(Money::of(points.count())) : texts_.points(points));
    }
    void rule() { line(""); }

    std::string quantity(Quantity quantity) const { return texts_.quantity(quantity); }
    std::string plain(Money money) const { return texts_.plain_money(money); }
    std::string percent(BasisPoints rate) const { return texts_.points(Points::of(rate.value)); }
    std::string offer_name(const OfferId& id) const {
        if (const Offer* offer = publication_.find_offer(id)) return in(offer->name);
        return say("receipt.by_points");  // those that are taken as a discount
    }
    Date day_of(Instant instant) const { return local_date({instant, offset_minutes_}); }

private:
    const Publication& publication_;
    const Texts& texts_;
    std::int32_t offset_minutes_;
    std::ostream& out_;
};

void write_line(const BasketLine& line, const PricedLine& priced, Columns& columns) {
    columns.line(columns.in(line.name));
    const std::string_view key = line.weighed ? "receipt.kilograms" : "receipt.pieces";
    columns.sum(
        "  " + columns.say({std::string(key),
                            {columns.quantity(line.quantity), columns.plain(line.unit_price)}}),
        priced.gross);
    Money rest = priced.discount;
    const auto taken = [&](const std::string& why, Money amount) {
        if (!amount.is_zero()) columns.sum("  " + why, -amount);
        rest -= amount;
    };
    taken(columns.say("receipt.by_hand"), std::min(line.manual_discount, priced.gross));
    for (const LineSaving& saving : priced.savings)
        taken(columns.offer_name(saving.offer), saving.amount);
    taken(columns.say("receipt.by_points"), rest);
    if (!priced.discount.is_zero())
        columns.sum("  " + columns.say("receipt.with_discount"), priced.net);
}

void write_gifts(const std::vector<Gift>& gifts, std::string_view key, Columns& columns) {
    for (const Gift& gift : gifts)
        columns.sum(
            columns.say({std::string(key), {gift.sku.value, columns.quantity(gift.quantity)}}),
            kNoMoney);
}

// What paid nothing is not told, unless it is a certificate that stays whole.
void write_tenders(const std::vector<Tender>& tenders, Columns& columns) {
    for (const Tender& tender : tenders) {
        if (!tender.amount.is_zero() || tender.kind == TenderKind::Certificate)
            columns.sum(columns.say(tender_name(tender)), tender.amount);
        if (tender.kind == TenderKind::Certificate && !tender.balance.is_zero())
            columns.sum("  " + columns.say("price.left"), tender.balance);
    }
}

// Cash with the change in it.
std::vector<Tender> as_handed_over(const PricedBasket& priced) {
    std::vector<Tender> tenders = priced.paid;
    const auto cash = std::ranges::find(tenders, TenderKind::Cash, &Tender::kind);
    if (cash != tenders.end()) cash->amount += priced.change;
    return tenders;
}

void write_sums(const PriceRequest& request, const PricedBasket& priced, Columns& columns) {
    columns.rule();
    if (!priced.discount_total.is_zero()) {
        columns.sum(columns.say("receipt.without_discounts"), priced.gross);
        columns.sum(columns.say("receipt.discounts"), -priced.discount_total);
    }
    columns.sum(columns.say("receipt.total"), priced.total);
    std::map<BasisPoints, Money> taxes;
    for (std::size_t i = 0; i < priced.lines.size(); ++i)
        taxes[request.basket.lines[i].tax_rate] += priced.lines[i].tax;
    const bool included = request.context.tax == TaxMode::Included;
    const std::string_view key = included ? "receipt.tax_included" : "receipt.tax_on_top";
    for (const auto& [rate, tax] : taxes)
        if (request.context.tax != TaxMode::None && rate.value != 0)
            columns.sum(columns.say({std::string(key), {columns.percent(rate)}}), tax);
    write_tenders(as_handed_over(priced), columns);
    if (!priced.change.is_zero()) columns.sum(columns.say("receipt.change"), priced.change);
    // What an open tender takes is told as paid by it.
    Money paid;
    for (const Tender& tender : priced.paid) paid += tender.amount;
    if (!priced.paid.empty() && paid < priced.total)
        columns.sum(columns.say("price.due"), priced.total - paid);
}

// "Earned (from 24 Mar 2026 to 23 Mar 2027)": what happens, and to points of which time.
void write_entry(const LedgerEntry& entry, LocalTime at, Columns& columns) {
    if (entry.kind == LedgerKind::Prolongation) return;  // a date, no points
    // What was spent comes back by a reversal too.
    const bool restored = entry.kind == LedgerKind::Reversal && entry.amount > kNoPoints;
    const LedgerKind kind = restored ? LedgerKind::Restored : entry.kind;
    std::string what = columns.say("price.ledger." + std::string(name(kind)));
    if (entry.member) what += " " + columns.say("price.to_referrer");
    const bool later = entry.active > at.instant;
    Phrase phrase{later ? "price.from" : "price.to", {what}};
    if (later) phrase.arguments.emplace_back(columns.day_of(entry.active));
    if (entry.expires) {
        if (later) phrase.key = "price.from_to";
        phrase.arguments.emplace_back(plus_days(columns.day_of(*entry.expires), -1));
    }
    columns.points("  " + (phrase.arguments.size() > 1 ? columns.say(phrase) : what), entry.amount,
                   entry.programme);
}

const Localized& name_of(const ProgrammeId& id, const Columns& columns) {
    return columns.publication().find_programme(id)->name;
}

// Lots whose end has come, and what this receipt did; nothing where nothing is.
std::vector<LedgerEntry> entries_of(const PointsResult& points, const PriceRequest& request,
                                    const PricedBasket& priced) {
    std::vector<LedgerEntry> entries;
    if (request.member && request.member->accounts.contains(points.programme))
        entries = account_at(request.member->accounts.at(points.programme), points.programme,
                             request.context.at.instant)
                      .expired;
    std::ranges::copy_if(priced.ledger, std::back_inserter(entries), [&](const LedgerEntry& entry) {
        return entry.programme == points.programme;
    });
    return entries;
}

void write_points(const PriceRequest& request, const PricedBasket& priced, Columns& columns) {
    const bool asked = std::ranges::any_of(request.tenders, [](const Tender& tender) {
        return tender.kind == TenderKind::PointsPaid || tender.kind == TenderKind::Cashback;
    });
    for (const PointsResult& points : priced.points) {
        const auto entries = entries_of(points, request, priced);
        if (entries.empty() && points.balance_before.is_zero()) continue;
        columns.rule();
        columns.line(columns.in(name_of(points.programme, columns)));
        columns.points("  " + columns.say("price.balance_before"), points.balance_before,
                       points.programme);
        if (asked)
            columns.points("  " + columns.say("price.most_redeemable"), points.most_redeemable,
                           points.programme);
        for (const LedgerEntry& entry : entries) write_entry(entry, request.context.at, columns);
        columns.points("  " + columns.say("price.balance_after"), points.balance_after,
                       points.programme);
    }
}

std::string tier_name(const Programme& programme, const TierId& id, const Columns& columns) {
    const auto tier = std::ranges::find(programme.tiers, id, &Tier::id);
    return tier == programme.tiers.end() ? columns.say("price.no_level") : columns.in(tier->name);
}

void write_levels(const std::vector<TierResult>& tiers, Columns& columns) {
    for (const TierResult& tier : tiers) {
        const Programme& programme = *columns.publication().find_programme(tier.programme);
        columns.rule();
        std::string level = tier_name(programme, tier.before, columns);
        if (tier.after != tier.before) level += " → " + tier_name(programme, tier.after, columns);
        columns.line(columns.say({"price.level", {columns.in(programme.name), level}}));
        Phrase to_go{"price.to_go.money", {tier_name(programme, tier.next, columns)}};
        std::visit(
            Overload{[](const auto&) {}, [&](Money money) { to_go.arguments.emplace_back(money); },
                     [&](Points points) {
                         to_go.key = "price.to_go.points";
                         to_go.arguments.emplace_back(points);
                     },
                     [&](std::int64_t visits) {
                         to_go.key = "price.to_go.visits";
                         to_go.arguments.emplace_back(visits);
                     }},
            tier.to_go);
        if (to_go.arguments.size() > 1) columns.line("  " + columns.say(to_go));
    }
}

// A stamp card is called by the offers that count on it.
std::vector<const Offer*> counting_on(const std::string& card, const Publication& publication) {
    std::vector<const Offer*> offers;
    for (const Offer& offer : publication.offers())
        if (offer.stamps && offer.stamps->card == card) offers.push_back(&offer);
    return offers;
}

void write_stamps(const PricedBasket& priced, Columns& columns) {
    if (!priced.stamps.empty()) columns.rule();
    for (const auto& [card, stamps] : priced.stamps)
        for (const Offer* offer : counting_on(card, columns.publication()))
            columns.line(
                columns.say({"receipt.stamps", {stamps, offer->name, offer->stamps->every}}));
}

void write_papers(const PricedBasket& priced, Columns& columns) {
    for (const SoldCertificate& sold : priced.certificates) {
        columns.rule();
        columns.sum(columns.say({"price.certificate", {sold.number}}), sold.amount);
        if (sold.valid_to) columns.line("  " + columns.say({"price.valid_to", {*sold.valid_to}}));
    }
    for (const IssuedCoupon& coupon : priced.coupons) {
        columns.rule();
        columns.both(columns.in(coupon.text), coupon.code);
    }
}

}  // namespace

void write_price_text(const PriceRequest& request, const Publication& publication,
                      const PricedBasket& priced, const std::vector<Explanation>& offers,
                      const Texts& texts, std::ostream& out) {
    Columns columns(publication, texts, request.context.at.offset_minutes, out);
    for (std::size_t i = 0; i < priced.lines.size(); ++i)
        write_line(request.basket.lines[i], priced.lines[i], columns);
    write_gifts(priced.gifts, "receipt.gift", columns);
    write_sums(request, priced, columns);
    write_points(request, priced, columns);
    write_levels(priced.tiers, columns);
    write_stamps(priced, columns);
    write_papers(priced, columns);
    columns.rule();
    for (const Explanation& offer : offers) columns.line(columns.say(words(offer, publication)));
}

void write_return_text(const ReturnRequest& request, const Publication& publication,
                       const PricedReturn& priced, const Texts& texts, std::ostream& out) {
    Columns columns(publication, texts, request.at.offset_minutes, out);
    std::map<LineId, std::pair<std::int64_t, Money>> lines;
    for (const ReturnedUnit& unit : priced.units) {
        ++lines[unit.line].first;
        lines[unit.line].second += unit.paid_back;
    }
    for (const auto& [id, back] : lines) {
        const BasketLine& line = *find_line(request.original.sale.basket, id);
        const std::string_view key = line.weighed ? "receipt.back_weight" : "receipt.back_pieces";
        const Quantity amount = line.weighed ? line.quantity : units(back.first);
        columns.sum(
            columns.say({std::string(key), {columns.in(line.name), columns.quantity(amount)}}),
            back.second);
    }
    for (const OfferChange& change : priced.changes)
        columns.sum("  " + columns.say({"price.on_what_stays", {columns.offer_name(change.offer)}}),
                    -change.amount);
    write_gifts(priced.gifts, "price.gift_back", columns);
    columns.rule();
    columns.sum(columns.say("receipt.paid_back"), priced.total);
    write_tenders(priced.tenders, columns);
    const LedgerEntry* before = nullptr;
    for (const LedgerEntry& entry : priced.ledger) {
        if (before == nullptr || before->programme != entry.programme) {
            columns.rule();
            columns.line(columns.in(name_of(entry.programme, columns)));
        }
        write_entry(entry, request.at, columns);
        before = &entry;
    }
    if (request.member)
        write_levels(tiers_of_return(publication, *request.member,
                                     member_after(*request.member, priced, publication, request.at),
                                     request.at),
                     columns);
    for (const auto& [card, change] : priced.stamps)
        for (const Offer* offer : counting_on(card, publication))
            columns.count(columns.say({"price.stamps_change", {offer->name}}), change);
    for (const std::string& code : priced.coupons)
        columns.both(columns.say("price.coupon_cancelled"), code);
}

}  // namespace kopilka::app
