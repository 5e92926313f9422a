#include "pos/sale/remains.h"

#include "pos/sale/benefits.h"
#include "pos/sale/settle.h"
#include "pos/sale/tax.h"
#include "pos/sale/tiers.h"

#include <algorithm>

namespace kopilka {
namespace {

Basket basket_without(const Sale& sale, const UnitSet& gone) {
    Basket basket;
    basket.codes = sale.basket.codes;
    for (const PricedLine& line : sale.lines) {
        std::int64_t stays = 0;
        for (std::uint32_t unit = 0; unit < line.units.size(); ++unit)
            if (!gone.contains({line.id, unit})) ++stays;
        const BasketLine* bought = find_line(sale.basket, line.id);
        if (stays == 0 || bought == nullptr) continue;
        basket.lines.push_back(*bought);
        if (line.units.size() > 1) basket.lines.back().quantity = units(stays);
    }
    return basket;
}

// The member as the receipt saw them: a level that it reached is not lost by what comes back.
std::optional<MemberView> member_at(const Sale& sale, const Publication& publication) {
    if (!sale.member) return std::nullopt;
    MemberView member = *sale.member;
    const Given given(publication, sale.context, &*sale.member, sale.basket, sale.tenders);
    for (const Programme& programme : publication.programmes()) {
        if (programme.tiers.empty()) continue;
        Standing standing = standing_of(member, programme, sale.context.at.instant);
        standing.tier = tier_now(given, programme, sale.total);
        member.standings[programme.id] = standing;
    }
    return member;
}

bool is_bought(const Sale& sale, const Offer& offer) {
    return std::ranges::any_of(sale.ledger, [&](const LedgerEntry& entry) {
        return entry.kind == LedgerKind::Redemption && entry.rule == offer.id;
    });
}

bool is_again(const Offer& offer) { return offer.cut && offer.on_return != OnReturn::Keep; }

}  // namespace

std::vector<UnitCost> unit_costs(const Sale& sale) {
    const bool on_top = sale.context.tax == TaxMode::Excluded;
    std::vector<UnitCost> costs;
    for (const PricedLine& line : sale.lines) {
        std::int64_t before = 0, shared = 0;
        for (std::uint32_t unit = 0; unit < line.units.size(); ++unit) {
            before += line.units[unit].count();
            const std::int64_t upto =
                line.net.is_zero()
                    ? 0
                    : scale(line.tax.count(), before, line.net.count(), Rounding::HalfUp);
            const Money tax = Money::of(upto - shared);
            shared = upto;
            const Money net = line.units[unit];
            costs.push_back({{line.id, unit}, net, tax, on_top ? net + tax : net});
        }
    }
    return costs;
}

Money saved_on(const PricedLine& line, std::uint32_t unit, const OfferId& offer) {
    Money saved;
    for (const LineSaving& saving : line.savings)
        if (saving.offer == offer)
            saved += saving.units.empty() ? saving.amount : saving.units.at(unit);
    return saved;
}

Remains::Remains(const Sale& sale, const UnitSet& gone, const Publication& publication)
    : sale_(sale),
      publication_(publication),
      basket_(basket_without(sale, gone)),
      member_(member_at(sale, publication)),
      given_(publication, sale.context, member_ ? &*member_ : nullptr, basket_, sale.tenders) {
    for (const PricedLine& line : sale.lines)
        for (std::uint32_t unit = 0; unit < line.units.size(); ++unit)
            if (!gone.contains({line.id, unit}) && find_line(basket_, line.id) != nullptr)
                kept_.push_back({{line.id, unit}, &line});
    for (const Offer& offer : publication.offers())
        if (is_again(offer)) again_.push_back(&offer);
    evaluate();
}

// The sheet as it stood when the receipt was priced, without what offers took off that are
// evaluated again; then these offers, and all that give anything but money.
void Remains::evaluate() {
    Worksheet sheet = Worksheet::of(basket_);
    set_certificates_apart(sheet, publication_);
    const Worksheet whole = Worksheet::of(sale_.basket);
    for (std::size_t i = 0; i < kept_.size(); ++i) {
        const auto [unit, line] = kept_[i];
        const auto same = std::ranges::find(whole.lines, unit.line,
                                            [](const SheetLine& one) { return one.line->id; });
        sheet.units[i].original = whole.units[same->first_unit + unit.unit].original;
        Money running = line->units[unit.unit];
        for (const Offer* offer : again_) running += saved_on(*line, unit.unit, offer->id);
        sheet.units[i].running = running.count();
        // What an offer that stays made free qualifies for nothing.
        if (running.is_zero()) sheet.units[i].gift = true;
    }
    TouchedOffers touched;
    for (std::uint32_t i = 0; i < publication_.offers().size(); ++i) {
        const Offer& offer = publication_.offers()[i];
        // A reward that the receipt did not buy is not bought by what comes back.
        if (offer.costs && !is_bought(sale_, offer)) continue;
        if (!offer.cut || is_again(offer)) touched.offers.push_back({i});
    }
    lanes_ = run_lanes(given_, std::move(sheet), touched);
    add_stamp_cards();
}

// Stamp cards whose free units are kept: they were free, and cost their stamps, as before.
void Remains::add_stamp_cards() {
    for (const Offer& offer : publication_.offers()) {
        if (!offer.stamps || is_again(offer) || !sale_.stamps.contains(offer.stamps->card))
            continue;
        OfferResult result(&offer);
        for (const Kept& one : kept_)
            if (!saved_on(*one.line, one.unit.unit, offer.id).is_zero()) ++result.applications;
        result.applied = result.applications > 0;
        result.verdict = Verdict::missing_one(ConditionKind::Stamps);
        lanes_.offers.push_back(std::move(result));
    }
}

// On one line of what stays. Charged back: never to the customer's gain.
Money Remains::change_on(const Offer& offer, std::size_t line) const {
    const SheetLine& entry = lanes_.sheet.lines[line];
    Money before, now;
    for (std::uint32_t i = 0; i < entry.unit_count; ++i) {
        const Kept& one = kept_[entry.first_unit + i];
        before += saved_on(*one.line, one.unit.unit, offer.id);
    }
    for (const SheetTake& take : lanes_.sheet.takes)
        if (*take.by == offer.id.value && lanes_.sheet.units[take.unit].line == line)
            now += Money::of(take.amount);
    return before - now;
}

std::vector<OfferChange> Remains::changes() const {
    std::vector<OfferChange> changes;
    for (const Offer* offer : again_) {
        Money sum;
        for (std::size_t line = 0; line < lanes_.sheet.lines.size(); ++line)
            sum += change_on(*offer, line);
        if (offer->on_return == OnReturn::ChargeBack) sum = std::max(sum, kNoMoney);
        if (!sum.is_zero()) changes.push_back({offer->id, sum});
    }
    return changes;
}

Money Remains::change_with_tax() const {
    Money sum;
    for (const Offer* offer : again_) {
        Money of_offer;
        for (std::size_t line = 0; line < lanes_.sheet.lines.size(); ++line) {
            const Money change = change_on(*offer, line);
            of_offer += change;
            if (sale_.context.tax == TaxMode::Excluded)
                of_offer +=
                    tax_of(change, lanes_.sheet.lines[line].line->tax_rate, TaxMode::Excluded);
        }
        sum += offer->on_return == OnReturn::ChargeBack ? std::max(of_offer, kNoMoney) : of_offer;
    }
    return sum;
}

std::vector<Money> Remains::savings_by(const OfferId& offer) const {
    std::map<std::uint32_t, Money> of_unit;
    for (const SheetTake& take : lanes_.sheet.takes)
        if (*take.by == offer.value) of_unit[take.unit] += Money::of(take.amount);
    std::vector<Money> savings;
    for (const auto& [unit, saved] : of_unit) savings.push_back(saved);
    return savings;
}

std::vector<PointsEarned> Remains::earned(Money with_points) const {
    if (empty() || given_.member == nullptr) return {};
    std::vector<PointsSpent> spent;
    for (const Programme& programme : publication_.programmes()) {
        if (!programme.points) continue;
        PointsSpent one;
        one.programme = &programme;
        one.result.programme = programme.id;
        // All of it on one of them: what earns is the receipt less the sum.
        if (programme.points->spend.as == PointsAs::Tender) {
            one.worth = with_points;
            with_points = kNoMoney;
        }
        spent.push_back(std::move(one));
    }
    return earn_points(lanes_, given_, spent);
}

std::vector<std::int64_t> Remains::multipliers(const Programme& programme) const {
    return points_multiplied(programme, lanes_);
}

std::map<std::string, std::int64_t> Remains::stamps() const {
    if (!empty()) return stamps_of(lanes_, given_);
    return given_.member == nullptr ? std::map<std::string, std::int64_t>() : given_.member->stamps;
}

bool Remains::gives(const OfferId& offer) const {
    return !empty() && std::ranges::any_of(lanes_.offers, [&](const OfferResult& result) {
        return result.applied && result.offer->id == offer;
    });
}

Quantity Remains::given(const Gift& gift) const {
    Quantity sum;
    if (empty()) return sum;
    for (const Gift& one : gifts_of(lanes_))
        if (one.offer == gift.offer && one.sku == gift.sku) sum += one.quantity;
    return sum;
}

}  // namespace kopilka
