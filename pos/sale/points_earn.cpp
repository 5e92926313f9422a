#include "pos/sale/points_earn.h"

#include "pos/sale/lots.h"
#include "pos/sale/match.h"

#include <algorithm>

namespace kopilka {
namespace {

// A rule of an applied offer that gives points of one programme.
struct Rule {
    const Offer* offer;
    const EarnPoints* earn;
};

std::vector<Rule> rules_of(const ProgrammeId& programme, const LanesResult& lanes) {
    std::vector<Rule> rules;
    for (const OfferResult& result : lanes.offers) {
        if (!result.applied) continue;
        for (const Benefit& benefit : result.offer->benefits)
            if (const auto* earn = std::get_if<EarnPoints>(&benefit);
                earn != nullptr && earn->programme == programme)
                rules.push_back({result.offer, earn});
    }
    return rules;
}

class Earning {
public:
    Earning(const Programme& programme, const LanesResult& lanes, Money paid_with_points)
        : rules_(*programme.points),
          sheet_(lanes.sheet),
          all_(rules_of(programme.id, lanes)),
          total_(sheet_.running()),
          // No points on the part paid with points: every unit counts in proportion.
          counted_(rules_.on_points_paid
                       ? total_
                       : std::max<std::int64_t>(total_ - paid_with_points.count(), 0)) {}

    std::vector<PointsEarned> run(const ProgrammeId& programme) const {
        std::vector<PointsEarned> earned;
        for (const Rule& rule : all_) {
            if (std::holds_alternative<EarnMultiplied>(rule.earn->rule)) continue;
            const Points points = rounded(fine_points(rule));
            if (!points.is_zero()) earned.push_back({programme, rule.offer->id, points});
        }
        return earned;
    }

private:
    // In ten-thousandths of a hundredth of a point, before the one rounding.
    static constexpr std::int64_t kFine = BasisPoints::kWhole;

    std::int64_t fine_points(const Rule& rule) const {
        if (const auto* receipt = std::get_if<EarnPerReceipt>(&rule.earn->rule))
            return receipt->points.count() * kFine;
        // Each full sum of money counts, not its parts: factors apply to what the whole gives.
        std::vector<std::pair<std::int64_t, std::int64_t>> money_by_factor;
        std::int64_t fine = 0;
        for (const std::uint32_t unit : units_of(rule.offer->goods, sheet_)) {
            const SheetUnit& one = sheet_.units[unit];
            if (one.running == 0) continue;
            const std::int64_t factor = factor_of(unit);
            if (const auto* each = std::get_if<EarnPerUnit>(&rule.earn->rule)) {
                fine += scale(each->points.count(), sheet_.quantity_of(unit).count() * factor, 1000,
                              Rounding::Down);
                continue;
            }
            const auto found = std::ranges::find(money_by_factor, factor,
                                                 [](const auto& entry) { return entry.first; });
            if (found == money_by_factor.end())
                money_by_factor.emplace_back(factor, one.running);
            else
                found->second += one.running;
        }
        for (const auto& [factor, money] : money_by_factor)
            fine += fine_of_money(rule.earn->rule, money, factor);
        return fine;
    }

    std::int64_t fine_of_money(const EarnRule& rule, std::int64_t money,
                               std::int64_t factor) const {
        const std::int64_t counted =
            total_ == 0 ? 0 : scale(money, counted_, total_, Rounding::Down);
        if (const auto* percent = std::get_if<EarnPercent>(&rule)) {
            // Points worth `rate` of the money: rate × money / worth of a hundredth of a point.
            const std::int64_t points =
                scale(counted * 100, percent->rate.value, rules_.worth.count(), Rounding::Down);
            return scale(points, factor, BasisPoints::kWhole, Rounding::Down);
        }
        if (const auto* per_money = std::get_if<EarnPerMoney>(&rule)) {
            const std::int64_t times = counted / per_money->money.count();
            return times * per_money->points.count() * factor;
        }
        return 0;
    }

    // All multipliers that speak of this unit's goods, in basis points.
    std::int64_t factor_of(std::uint32_t unit) const {
        std::int64_t factor = BasisPoints::kWhole;
        for (const Rule& rule : all_) {
            const auto* multiplied = std::get_if<EarnMultiplied>(&rule.earn->rule);
            if (multiplied == nullptr || !fits(rule.offer->goods, sheet_.line_of(unit))) continue;
            factor = rules_.multipliers == Multipliers::Add
                         ? factor + multiplied->factor - BasisPoints::kWhole
                         : scale(factor, multiplied->factor, BasisPoints::kWhole, Rounding::HalfUp);
        }
        return factor;
    }

    Points rounded(std::int64_t fine) const {
        const std::int64_t steps = scale(fine, 1, rules_.step.count() * kFine, rules_.rounding);
        return rules_.step * steps;
    }

    const PointsRules& rules_;
    const Worksheet& sheet_;
    std::vector<Rule> all_;
    std::int64_t total_;
    std::int64_t counted_;
};

}  // namespace

std::vector<PointsEarned> earn_points(const LanesResult& lanes,
                                      const std::vector<PointsSpent>& spent) {
    std::vector<PointsEarned> earned;
    Money with_points;  // what is paid with points of any programme, beside the prices
    for (const PointsSpent& one : spent)
        if (one.programme->points->as == PointsAs::Tender) with_points += one.worth;
    for (const PointsSpent& one : spent) {
        const Earning earning(*one.programme, lanes, with_points);
        const auto more = earning.run(one.programme->id);
        earned.insert(earned.end(), more.begin(), more.end());
    }
    return earned;
}

void book_accruals(const std::vector<PointsEarned>& earned, const Given& given,
                   std::vector<PointsSpent>& spent, std::vector<LedgerEntry>& ledger) {
    for (PointsSpent& one : spent) {
        one.result.balance_after = one.result.balance_before - one.result.redeemed;
        for (const PointsEarned& points : earned) {
            if (points.programme != one.result.programme) continue;
            const Lot lot = new_lot(points.points, *one.programme->points, given.context.at);
            one.result.earned += points.points;
            if (lot.active <= given.context.at.instant) one.result.balance_after += points.points;
            ledger.push_back({static_cast<std::uint32_t>(ledger.size()), LedgerKind::Accrual,
                              points.programme, points.rule, points.points, lot.active,
                              lot.expires});
        }
    }
}

}  // namespace kopilka
