#include "pos/sale/return_weights.h"

#include "pos/sale/match.h"
#include "pos/sale/settle.h"

#include <algorithm>

namespace kopilka {
namespace {

bool is_reduced(const PointsReturn& about, UnitRef unit) {
    const PricedLine& line = line_of(about.original.sale, unit.line);
    return std::ranges::any_of(line.savings, [&](const LineSaving& saving) {
        return !saved_on(line, unit.unit, saving.offer).is_zero();
    });
}
// What a unit counted for when points were earned: what was paid for it, or what offers and points
// took off as well.
std::int64_t earning_value(const PointsReturn& about, const UnitCost& unit,
                           const Programme& programme) {
    const EarnRules& earn = programme.points->earn;
    const PricedLine& line = line_of(about.original.sale, unit.unit.line);
    std::int64_t value = unit.cost.count();
    std::vector<OfferId> seen;
    for (const LineSaving& saving : line.savings) {
        if (std::ranges::find(seen, saving.offer) != seen.end()) continue;
        seen.push_back(saving.offer);
        const Offer* offer = about.context.publication->find_offer(saving.offer);
        const bool bought =
            offer != nullptr && offer->costs && offer->costs->programme == programme.id;
        const bool by_points = saving.offer.value == programme.id.value;
        if (earn.on == EarnOn::Original || (earn.on == EarnOn::BeforeRewards && bought) ||
            (earn.on_points_paid && by_points))
            value += saved_on(line, unit.unit.unit, saving.offer).count();
    }
    return value;
}
bool gives_by_piece(const Offer& offer, const ProgrammeId& programme) {
    return std::ranges::all_of(offer.benefits, [&](const Benefit& benefit) {
        const auto* earn = std::get_if<EarnPoints>(&benefit);
        return earn == nullptr || earn->programme != programme ||
               (earn->steps.empty() && std::holds_alternative<EarnPerUnit>(earn->rule));
    });
}
bool multiplies(const Offer& offer, const ProgrammeId& programme) {
    return std::ranges::any_of(offer.benefits, [&](const Benefit& benefit) {
        const auto* earn = std::get_if<EarnPoints>(&benefit);
        return earn != nullptr && earn->programme == programme &&
               std::holds_alternative<EarnMultiplied>(earn->rule);
    });
}
// Whether other offers may multiply what this one gives: then the receipt is evaluated for it.
bool is_multiplied(const Offer& offer, const ProgrammeId& programme,
                   const Publication& publication) {
    const bool may = std::ranges::any_of(offer.benefits, [&](const Benefit& benefit) {
        const auto* earn = std::get_if<EarnPoints>(&benefit);
        return earn != nullptr && earn->programme == programme && earn->multiplied;
    });
    return may && std::ranges::any_of(publication.offers(), [&](const Offer& other) {
               return multiplies(other, programme);
           });
}

}  // namespace

const PointsRules* rules_of(const ReturnContext& context, const ProgrammeId& id) {
    const Programme* programme =
        context.publication == nullptr ? nullptr : context.publication->find_programme(id);
    return programme != nullptr && programme->points ? &*programme->points : nullptr;
}

const PricedLine& line_of(const Sale& sale, LineId id) {
    return *std::ranges::find(sale.lines, id, &PricedLine::id);
}

Weights by_cost(const PointsReturn& about) {
    Weights weights;
    for (const UnitCost& unit : about.costs) weights.push_back(unit.cost.count());
    return weights;
}

Weights by_saving(const PointsReturn& about, const OfferId& offer) {
    Weights weights;
    for (const UnitCost& unit : about.costs)
        weights.push_back(
            saved_on(line_of(about.original.sale, unit.unit.line), unit.unit.unit, offer).count());
    return weights;
}

Weights by_payable(const PointsReturn& about, const ProgrammeId& programme) {
    const PointsRules* rules = rules_of(about.context, programme);
    Weights weights = by_cost(about);
    if (rules == nullptr) return weights;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const UnitRef unit = about.costs[i].unit;
        const BasketLine* line = find_line(about.original.sale.basket, unit.line);
        if (line == nullptr || !fits(rules->spend.goods, *line) ||
            is_certificate(*line, *about.context.publication) ||
            (!rules->spend.on_discounted && is_reduced(about, unit)))
            weights[i] = 0;
    }
    return weights;
}

Weights by_rule(const PointsReturn& about, const LedgerEntry& accrual) {
    Weights weights = by_cost(about);
    if (rules_of(about.context, accrual.programme) == nullptr) return weights;
    const Publication& publication = *about.context.publication;
    const Programme& programme = *publication.find_programme(accrual.programme);
    const Offer* offer = publication.find_offer(accrual.rule);
    if (offer == nullptr) return weights;
    std::vector<std::int64_t> factors;
    if (is_multiplied(*offer, programme.id, publication))
        factors = Remains(about.original.sale, {}, publication).multipliers(programme);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const UnitCost& unit = about.costs[i];
        const BasketLine* line = find_line(about.original.sale.basket, unit.unit.line);
        const bool earned = line != nullptr && fits(offer->goods, *line) &&
                            !is_certificate(*line, publication) &&
                            (programme.points->earn.on_discounted || !is_reduced(about, unit.unit));
        if (!earned) {
            weights[i] = 0;
            continue;
        }
        weights[i] = earning_value(about, unit, programme);
        const auto count =
            static_cast<std::int64_t>(line_of(about.original.sale, line->id).units.size());
        if (gives_by_piece(*offer, programme.id) && weights[i] > 0)
            weights[i] = line->quantity.count() / count;
        if (i < factors.size())
            weights[i] = scale(weights[i], factors[i], BasisPoints::kWhole, Rounding::HalfUp);
    }
    return weights;
}

}  // namespace kopilka
