#include "pos/sale/points_earn.h"

#include "pos/sale/lots.h"
#include "pos/sale/match.h"
#include "pos/sale/spread.h"
#include "pos/sale/tax.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace kopilka {
namespace {

// A rule of an applied offer that gives points of one programme.
struct PointsRule {
    const Offer* offer;
    const EarnPoints* earn;
};

std::vector<PointsRule> rules_of(const ProgrammeId& programme, const LanesResult& lanes) {
    std::vector<PointsRule> rules;
    for (const OfferResult& result : lanes.offers) {
        if (!result.applied) continue;
        for (const Benefit& benefit : result.offer->benefits)
            if (const auto* earn = std::get_if<EarnPoints>(&benefit);
                earn != nullptr && earn->programme == programme)
                rules.push_back({result.offer, earn});
    }
    return rules;
}

// All multipliers that speak of these goods, in basis points.
std::int64_t multiplied_on(const BasketLine& line, const std::vector<PointsRule>& rules,
                           const EarnRules& earn) {
    std::int64_t factor = BasisPoints::kWhole;
    for (const PointsRule& rule : rules) {
        const auto* multiplied = std::get_if<EarnMultiplied>(&rule.earn->rule);
        if (multiplied == nullptr || !fits(rule.offer->goods, line)) continue;
        factor = earn.multipliers == Multipliers::Add
                     ? factor + multiplied->factor - BasisPoints::kWhole
                     : scale(factor, multiplied->factor, BasisPoints::kWhole, Rounding::HalfUp);
    }
    return std::max<std::int64_t>(factor, 0);
}

// What points took off as a discount, and what rewards took off that they bought, counts again
// where points are given on it.
void add_points_back(const Programme& programme, const LanesResult& lanes,
                     std::vector<std::int64_t>& values) {
    const EarnRules& rules = programme.points->earn;
    for (const SheetTake& take : lanes.sheet.takes) {
        const bool paid = rules.on_points_paid && *take.by == programme.id.value;
        const bool bought = rules.on == EarnOn::BeforeRewards &&
                            std::ranges::any_of(lanes.offers, [&](const OfferResult& result) {
                                return &result.offer->id.value == take.by && result.offer->costs &&
                                       result.offer->costs->programme == programme.id;
                            });
        if (paid || bought) values[take.unit] += take.amount;
    }
}

// What each unit counts for, in minor units: before or after discounts, with or without tax.
std::vector<std::int64_t> counted_values(const Programme& programme, const LanesResult& lanes,
                                         TaxMode mode) {
    const EarnRules& rules = programme.points->earn;
    const Worksheet& sheet = lanes.sheet;
    std::vector<std::int64_t> values;
    for (const SheetUnit& unit : sheet.units) {
        const bool left_out = !rules.on_discounted && unit.running < unit.original;
        values.push_back(left_out                       ? 0
                         : rules.on == EarnOn::Original ? unit.original
                                                        : unit.running);
    }
    if (rules.on != EarnOn::Original) add_points_back(programme, lanes, values);
    const bool add = rules.tax == EarnTax::With && mode == TaxMode::Excluded;
    const bool take = rules.tax == EarnTax::Without && mode == TaxMode::Included;
    if (!add && !take) return values;
    for (const SheetLine& line : sheet.lines) {  // tax is per line, shared by its units
        const auto units = std::span(values).subspan(line.first_unit, line.unit_count);
        const std::int64_t whole = std::accumulate(units.begin(), units.end(), std::int64_t{0});
        const std::int64_t tax = tax_of(Money::of(whole), line.line->tax_rate, mode).count();
        std::int64_t before = 0, shared = 0;
        for (std::int64_t& value : units) {
            before += value;
            const std::int64_t upto = whole == 0 ? 0 : scale(tax, before, whole, Rounding::HalfUp);
            value += add ? upto - shared : shared - upto;
            shared = upto;
        }
    }
    return values;
}

class Earning {
public:
    Earning(const Programme& programme, const LanesResult& lanes, const Given& given,
            Money without_points)
        : rules_(*programme.points),
          sheet_(lanes.sheet),
          given_(given),
          all_(rules_of(programme.id, lanes)),
          values_(counted_values(programme, lanes, given.context.tax)),
          whole_(sheet_.running()),
          paid_(std::max<std::int64_t>(whole_ - without_points.count(), 0)) {
        if (given.context.tax != TaxMode::Excluded) return;
        const std::int64_t tax = tax_on_top();
        whole_ += tax;
        paid_ = std::max<std::int64_t>(whole_ - without_points.count(), 0);
    }

    std::vector<PointsEarned> run(const ProgrammeId& programme) const {
        std::vector<PointsEarned> earned;
        std::vector<std::int64_t> fine;
        std::vector<std::optional<Points>> caps;
        for (const PointsRule& rule : all_) {
            if (std::holds_alternative<EarnMultiplied>(rule.earn->rule)) continue;
            std::optional<MemberId> who;
            if (rule.earn->who == EarnsFor::Referrer) {
                who = given_.member->referrer;
                if (!who || *who == given_.member->id) continue;  // nobody brings themselves
            }
            fine.push_back(0);
            earned.push_back({programme, rule.offer->id, whole_points(rule, fine.back()), {}, who});
            caps.push_back(rule.earn->cap);
        }
        if (rules_.earn.rounding_per == EarnRounding::Receipt) round_together(earned, fine);
        for (std::size_t i = 0; i < earned.size(); ++i)
            if (caps[i]) hold_to(*caps[i], earned[i]);
        cap(earned);
        std::erase_if(earned, [](const PointsEarned& one) {
            return one.points.is_zero() && one.not_given.is_zero();
        });
        return earned;
    }

private:
    // Goods that the same multipliers speak of.
    struct Counted {
        std::int64_t factor = BasisPoints::kWhole;
        std::int64_t money = 0;
        std::int64_t quantity = 0;  // thousandths
    };
    // In ten-thousandths of a hundredth of a point, before rounding.
    static constexpr std::int64_t kFine = BasisPoints::kWhole;

    std::int64_t tax_on_top() const {
        std::int64_t sum = 0;
        for (const SheetLine& line : sheet_.lines)
            sum += tax_of(Money::of(sheet_.running(line)), line.line->tax_rate, TaxMode::Excluded)
                       .count();
        return sum;
    }

    // Rounded as the programme says, but for rounding per receipt; `fine` is the same before that.
    Points whole_points(const PointsRule& rule, std::int64_t& fine) const {
        const auto units = earning_units(rule.offer->goods);
        const EarnRule* reached = rule_at(rule, units);
        if (reached == nullptr) return {};
        if (rules_.earn.rounding_per != EarnRounding::Line ||
            std::holds_alternative<EarnPerReceipt>(*reached)) {
            fine = fine_points(*reached, units, rule.earn->multiplied);
            return rounded(fine);
        }
        Points sum;
        for (auto first = units.begin(); first != units.end();) {
            const std::uint32_t line = sheet_.units[*first].line;
            const auto last = std::find_if(first, units.end(), [&](std::uint32_t unit) {
                return sheet_.units[unit].line != line;
            });
            sum += rounded(fine_points(*reached, {first, last}, rule.earn->multiplied));
            first = last;
        }
        return sum;
    }
    // Gifts earn nothing, unless points are given on what they cost before.
    std::vector<std::uint32_t> earning_units(const GoodsFilter& goods) const {
        if (rules_.earn.on == EarnOn::Running) return units_of(goods, sheet_);
        std::vector<std::uint32_t> units;
        for (const SheetLine& line : sheet_.lines) {
            if (!fits(goods, *line.line)) continue;
            for (std::uint32_t i = line.first_unit; i < line.first_unit + line.unit_count; ++i) {
                const SheetUnit& unit = sheet_.units[i];
                const bool reduced = unit.running < unit.original;
                if (!unit.gift || (reduced && values_[i] > 0)) units.push_back(i);
            }
        }
        return units;
    }
    static void hold_to(Points most, PointsEarned& one) {
        const Points kept_back = std::max(kNoPoints, one.points - most);
        one.points -= kept_back;
        one.not_given += kept_back;
    }

    // The highest step reached; nullptr below the first.
    const EarnRule* rule_at(const PointsRule& rule, std::span<const std::uint32_t> units) const {
        if (rule.earn->steps.empty()) return &rule.earn->rule;
        const auto value = measured(rule.earn->by, LaneView{given_, sheet_, {}}, units);
        const EarnRule* reached = nullptr;
        for (const EarnStep& step : rule.earn->steps)
            if (value && *value >= step.from) reached = &step.rule;
        return reached;
    }

    std::int64_t fine_points(const EarnRule& rule, std::span<const std::uint32_t> units,
                             bool multiplied) const {
        if (const auto* receipt = std::get_if<EarnPerReceipt>(&rule))
            return receipt->points.count() * kFine;
        // Each full sum of money counts, not its parts: factors apply to what the whole gives.
        std::vector<Counted> counted;
        std::int64_t fine = 0;
        for (const std::uint32_t unit : units) {
            if (values_[unit] == 0) continue;
            const std::int64_t factor = multiplied ? factor_of(unit) : BasisPoints::kWhole;
            const auto found = std::ranges::find(counted, factor, &Counted::factor);
            Counted& sum = found == counted.end() ? counted.emplace_back(Counted{factor}) : *found;
            sum.money += values_[unit];
            sum.quantity += sheet_.quantity_of(unit).count();
        }
        for (const Counted& one : counted) fine += fine_of(rule, one);
        return fine;
    }

    std::int64_t fine_of(const EarnRule& rule, const Counted& counted) const {
        const auto* each = std::get_if<EarnPerUnit>(&rule);
        if (each == nullptr) return fine_of_money(rule, counted.money, counted.factor);
        const std::int64_t whole = each->units * 1000;
        if (each->partial)
            return scale(each->points.count(), counted.quantity * counted.factor, whole,
                         Rounding::Down);
        return counted.quantity / whole * each->points.count() * counted.factor;
    }

    // No points on the part paid with points: every unit counts in proportion.
    std::int64_t fine_of_money(const EarnRule& rule, std::int64_t money,
                               std::int64_t factor) const {
        const std::int64_t counted =
            whole_ == 0 ? money : scale(money, paid_, whole_, Rounding::Down);
        if (const auto* percent = std::get_if<EarnPercent>(&rule)) {
            // Points worth `rate` of the money: rate × money / worth of a hundredth of a point.
            const std::int64_t points =
                scale(counted, rules_.worth_of.count() * percent->rate.value, rules_.worth.count(),
                      Rounding::Down);
            return scale(points, factor, BasisPoints::kWhole, Rounding::Down);
        }
        const auto* per_money = std::get_if<EarnPerMoney>(&rule);
        if (per_money == nullptr) return 0;
        if (per_money->partial)
            return scale(scale(counted, per_money->points.count() * kFine, per_money->money.count(),
                               Rounding::Down),
                         factor, BasisPoints::kWhole, Rounding::Down);
        return counted / per_money->money.count() * per_money->points.count() * factor;
    }

    std::int64_t factor_of(std::uint32_t unit) const {
        return multiplied_on(sheet_.line_of(unit), all_, rules_.earn);
    }

    std::int64_t steps_in(std::int64_t fine) const {
        return scale(fine, 1, rules_.earn.step.count() * kFine, rules_.earn.rounding);
    }
    Points rounded(std::int64_t fine) const { return rules_.earn.step * steps_in(fine); }

    // One rounding of the receipt's sum; what each rule gave follows it in proportion.
    void round_together(std::vector<PointsEarned>& earned,
                        std::span<const std::int64_t> fine) const {
        const std::int64_t sum = std::accumulate(fine.begin(), fine.end(), std::int64_t{0});
        const std::int64_t steps = steps_in(sum);
        std::vector<SpreadPart> parts;
        for (std::uint32_t i = 0; i < fine.size(); ++i) parts.push_back({fine[i], steps, i});
        const auto shares = spread(steps, parts);
        for (std::size_t i = 0; i < earned.size(); ++i)
            earned[i].points = rules_.earn.step * shares[i];
    }

    // What the receipt, and the member's day, may still earn; the first rules have it first.
    void cap(std::vector<PointsEarned>& earned) const {
        std::optional<Points> left = rules_.earn.cap_receipt;
        if (rules_.earn.cap_day) {
            const Account& account = account_in(given_, programme_of(earned));
            const bool today = account.earned_on == given_.today;
            const Points day = std::max(
                kNoPoints, *rules_.earn.cap_day - (today ? account.earned_today : kNoPoints));
            left = left ? std::min(*left, day) : day;
        }
        if (!left) return;
        for (PointsEarned& one : earned) {
            if (one.member) continue;
            hold_to(*left, one);
            *left -= one.points;
        }
    }
    static ProgrammeId programme_of(const std::vector<PointsEarned>& earned) {
        return earned.empty() ? ProgrammeId() : earned.front().programme;
    }

    const PointsRules& rules_;
    const Worksheet& sheet_;
    const Given& given_;
    std::vector<PointsRule> all_;
    std::vector<std::int64_t> values_;
    std::int64_t whole_;  // to be paid in all
    std::int64_t paid_;   // and with what earns
};

// What is paid, beside the prices, with what this programme gives no points on.
Money paid_without_points(const EarnRules& earn, const Given& given, std::int64_t whole,
                          const std::vector<PointsSpent>& spent) {
    Money sum;
    for (const PointsSpent& one : spent)
        if (!earn.on_points_paid && one.programme->points->spend.as == PointsAs::Tender)
            sum += one.worth;
    constexpr std::array kCertificate{static_cast<std::uint8_t>(TenderKind::Certificate)};
    if (!earn.on_certificates_paid) sum += Money::of(paid_by(kCertificate, whole, given));
    return sum;
}

void book_lots(const PointsEarned& points, PointsSpent& one, const Given& given,
               std::vector<LedgerEntry>& ledger) {
    if (points.points.is_zero()) return;  // a cap left nothing of them
    const Lot lot = new_lot(points.points, one.programme->points->lots, given.context.at);
    if (!points.member) one.result.earned += points.points;
    if (!points.member && lot.active <= given.context.at.instant)
        one.result.balance_after += points.points;
    ledger.push_back({static_cast<std::uint32_t>(ledger.size()), LedgerKind::Accrual,
                      points.programme, points.rule, points.points, lot.active, lot.expires,
                      points.member});
}

// Where a purchase prolongs lots: one entry for all of them, if there is one to prolong.
void book_prolongation(const PointsSpent& one, const Given& given,
                       std::vector<LedgerEntry>& ledger) {
    const Instant now = given.context.at.instant;
    const auto to = prolonged_to(one.programme->points->lots, given.context.at);
    if (!to || given.basket.lines.empty()) return;
    const Account& account = account_in(given, one.result.programme);
    const auto shorter = [&](const Lot& lot) {
        return lot.expires && *lot.expires > now && *lot.expires < *to;
    };
    if (!std::ranges::any_of(account.lots, shorter)) return;
    ledger.push_back({static_cast<std::uint32_t>(ledger.size()),
                      LedgerKind::Prolongation,
                      one.result.programme,
                      {},
                      kNoPoints,
                      now,
                      to});
}

}  // namespace

std::vector<PointsEarned> earn_points(const LanesResult& lanes, const Given& given,
                                      const std::vector<PointsSpent>& spent) {
    std::vector<PointsEarned> earned;
    for (const PointsSpent& one : spent) {
        const Money without =
            paid_without_points(one.programme->points->earn, given, lanes.sheet.running(), spent);
        const Earning earning(*one.programme, lanes, given, without);
        const auto more = earning.run(one.programme->id);
        earned.insert(earned.end(), more.begin(), more.end());
    }
    return earned;
}

std::vector<std::int64_t> points_multiplied(const Programme& programme, const LanesResult& lanes) {
    const std::vector<PointsRule> rules = rules_of(programme.id, lanes);
    std::vector<std::int64_t> factors;
    if (std::ranges::none_of(rules, [](const PointsRule& rule) {
            return std::holds_alternative<EarnMultiplied>(rule.earn->rule);
        }))
        return factors;
    for (std::uint32_t unit = 0; unit < lanes.sheet.units.size(); ++unit)
        factors.push_back(multiplied_on(lanes.sheet.line_of(unit), rules, programme.points->earn));
    return factors;
}

void book_accruals(const std::vector<PointsEarned>& earned, const Given& given,
                   std::vector<PointsSpent>& spent, std::vector<LedgerEntry>& ledger) {
    for (PointsSpent& one : spent) {
        one.result.balance_after =
            one.result.balance_before - one.result.redeemed - one.result.bought;
        for (const PointsEarned& points : earned)
            if (points.programme == one.result.programme) book_lots(points, one, given, ledger);
        book_prolongation(one, given, ledger);
    }
}

}  // namespace kopilka
