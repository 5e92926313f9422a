#include "pos/sale/points_spend.h"

#include "pos/sale/lots.h"
#include "pos/sale/match.h"
#include "pos/sale/rights.h"
#include "pos/sale/tax.h"

#include <algorithm>
#include <numeric>

namespace kopilka {
namespace {

void allow(PointsResult& result, Points most, ConditionKind why) {
    if (most >= result.most_redeemable) return;
    result.most_redeemable = most;
    result.limited_by = why;
}

// Units that points may pay for.
std::vector<std::uint32_t> payable_units(const SpendRules& spend, const Worksheet& sheet) {
    std::vector<std::uint32_t> units = units_of(spend.goods, sheet);
    if (!spend.on_discounted)
        std::erase_if(units, [&](std::uint32_t unit) {
            return sheet.units[unit].running < sheet.units[unit].original;
        });
    return units;
}

// What these units cost now; points that pay at the end pay the tax on top as well.
std::int64_t cost_of(std::span<const std::uint32_t> units, PointsAs as, const Given& given,
                     const Worksheet& sheet) {
    std::vector<std::int64_t> lines(sheet.lines.size(), 0);
    for (const std::uint32_t unit : units)
        lines[sheet.units[unit].line] += sheet.units[unit].running;
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        sum += lines[i];
        if (as == PointsAs::Tender && given.context.tax == TaxMode::Excluded)
            sum += tax_of(Money::of(lines[i]), sheet.lines[i].line->tax_rate, TaxMode::Excluded)
                       .count();
    }
    return sum;
}

std::int64_t whole_cost(PointsAs as, const Given& given, const Worksheet& sheet) {
    std::vector<std::uint32_t> units(sheet.units.size());
    std::iota(units.begin(), units.end(), 0U);
    return cost_of(units, as, given, sheet);
}

// The least of what the programme's caps leave.
void cap_spending(PointsResult& result, const PointsRules& rules, const Given& given,
                  const Worksheet& sheet) {
    const SpendRules& spend = rules.spend;
    const auto units = payable_units(spend, sheet);
    const std::int64_t payable = cost_of(units, spend.as, given, sheet);
    std::int64_t most = scale(payable, spend.cap.value, BasisPoints::kWhole, Rounding::Down);
    if (spend.as == PointsAs::Discount) {  // minimum prices hold against it as against any other
        std::int64_t room = 0;
        for (const std::uint32_t unit : units) room += sheet.units[unit].room();
        most = std::min(most, room);
    }
    most = std::min(
        most, std::max<std::int64_t>(whole_cost(spend.as, given, sheet) - spend.keep.count(), 0));
    if (spend.cap_amount) most = std::min(most, spend.cap_amount->count());
    allow(result, worth_in_points(Money::of(most), rules), ConditionKind::Cap);
    if (spend.cap_points) allow(result, *spend.cap_points, ConditionKind::Cap);
}

// The least of: what the member has, what this till may spend, the programme's caps.
void find_most(PointsResult& result, const PointsRules& rules, const Given& given,
               const Worksheet& sheet, Points bought) {
    const SpendRules& spend = rules.spend;
    const Account& has = account_in(given, result.programme);
    const Points coming = given.coming_to(result.programme);
    result.most_redeemable = std::max(kNoPoints, result.balance_before + coming - bought);
    result.limited_by = ConditionKind::PointsBalance;
    if (has.spendable) allow(result, *has.spendable, ConditionKind::PointsBalance);
    if (const auto rights = allowed_by_rights(has, rules, given.context.at.instant, coming))
        allow(result, *rights - bought, ConditionKind::Right);
    if (result.balance_before + coming < spend.least_balance)
        allow(result, kNoPoints, ConditionKind::PointsBalance);
    if (const Verdict allowed = judge(spend.when, given, sheet); !allowed.holds)
        allow(result, kNoPoints, allowed.kind);
    cap_spending(result, rules, given, sheet);
    result.most_redeemable = spend.block * (result.most_redeemable.count() / spend.block.count());
    if (result.most_redeemable < spend.minimum) {
        result.most_redeemable = kNoPoints;
        // Where the till may not spend them, the size of the receipt is not what keeps them.
        if (result.limited_by != ConditionKind::Right)
            result.limited_by = ConditionKind::MinimumAmount;
    }
    result.most_redeemable_worth = worth_in_money(result.most_redeemable, rules);
}

// What the tenders ask for, cut to what is allowed. An open tender asks for what others leave.
Points redeemed(const PointsSpent& spent, const PointsRules& rules, const Given& given,
                const Worksheet& sheet) {
    Points asked;
    std::int64_t left = whole_cost(rules.spend.as, given, sheet);
    for (const Tender& tender : given.tenders) left -= tender.amount.count();
    for (const Tender& tender : given.tenders) {
        if (account_of(tender, given.publication) != spent.programme) continue;
        if (!tender.points.is_zero())
            asked += tender.points;
        else
            asked +=
                worth_in_points(tender.amount.is_zero() ? Money::of(std::max<std::int64_t>(left, 0))
                                                        : tender.amount,
                                rules);
    }
    const Points block = rules.spend.block;
    asked = std::min(asked, spent.result.most_redeemable);
    asked = block * std::max<std::int64_t>(asked.count() / block.count(), 0);
    return asked < rules.spend.minimum ? kNoPoints : asked;
}

// Spread as the sum of an offer is.
void take_as_discount(const PointsSpent& spent, const Given& given, Worksheet& sheet) {
    Offer points;
    points.id = {spent.programme->id.value};
    const AmountOff off{spent.worth, AmountPer::Order};
    std::vector<std::int64_t> running;
    for (const SheetUnit& unit : sheet.units) running.push_back(unit.running);
    const auto payable = payable_units(spent.programme->points->spend, sheet);
    const UnitSpan units(payable);
    const CutResult cut = cut_units(off, {&units, 1}, points, LaneView{given, sheet, running});
    for (const Take& take : cut.takes)
        sheet.take(take.unit, take.amount, spent.programme->id.value);
}

Points note_bought(PointsSpent& spent, const LanesResult& lanes) {
    Points sum;
    for (const OfferResult& result : lanes.offers) {
        const auto& costs = result.offer->costs;
        if (!result.applied || !costs || costs->programme != spent.programme->id) continue;
        const Points points = costs->points * (costs->each ? result.applications : 1);
        spent.bought.emplace_back(result.offer->id, points);
        sum += points;
    }
    return sum;
}

PointsSpent spend_points_of(const Programme& programme, const Given& given, LanesResult& lanes) {
    PointsSpent spent;
    spent.programme = &programme;
    spent.result.programme = programme.id;
    spent.result.balance_before =
        active_balance(account_in(given, programme.id), given.context.at.instant);
    spent.result.bought = note_bought(spent, lanes);
    find_most(spent.result, *programme.points, given, lanes.sheet, spent.result.bought);
    spent.result.redeemed = redeemed(spent, *programme.points, given, lanes.sheet);
    spent.worth = worth_in_money(spent.result.redeemed, *programme.points);
    if (programme.points->spend.as == PointsAs::Discount)
        take_as_discount(spent, given, lanes.sheet);
    return spent;
}

class Booking {
public:
    Booking(const PointsSpent& spent, const Given& given, std::vector<LedgerEntry>& ledger)
        : spent_(spent), at_(given.context.at.instant), ledger_(ledger) {
        account_ = account_in(given, spent.result.programme);
    }
    void redeem(const OfferId& rule, Points points) {
        for (const RightSpend& spend : spend_by_rights(account_, points, at_)) {
            book(rule, spend);
            points -= spend.lot.amount;
        }
        // Of points that this very receipt earns: their lot is alive from this moment.
        if (points > kNoPoints) book(rule, {{}, {points, at_, std::nullopt}});
    }

private:
    void book(const OfferId& rule, const RightSpend& spend) {
        ledger_.push_back({static_cast<std::uint32_t>(ledger_.size()),
                           LedgerKind::Redemption,
                           spent_.result.programme,
                           rule,
                           -spend.lot.amount,
                           spend.lot.active,
                           spend.lot.expires,
                           {},
                           spend.lease});
    }

    const PointsSpent& spent_;
    Account account_;
    Instant at_;
    std::vector<LedgerEntry>& ledger_;
};

}  // namespace

const Account& account_in(const Given& given, const ProgrammeId& programme) {
    static const Account kEmpty;
    if (given.member == nullptr) return kEmpty;
    const auto found = given.member->accounts.find(programme);
    return found == given.member->accounts.end() ? kEmpty : found->second;
}

const Programme* account_of(const Tender& tender, const Publication& publication) {
    if (tender.kind != TenderKind::PointsPaid && tender.kind != TenderKind::Cashback)
        return nullptr;
    const Holds usual = tender.kind == TenderKind::Cashback ? Holds::AsMoney : Holds::AsPoints;
    const Programme* any = nullptr;
    for (const Programme& programme : publication.programmes()) {
        if (!programme.points) continue;
        if (tender.programme == programme.id) return &programme;
        if (!tender.programme.value.empty()) continue;
        if (programme.points->holds == usual) return &programme;
        if (any == nullptr) any = &programme;
    }
    return any;
}

std::vector<PointsSpent> spend_points(const Given& given, LanesResult& lanes) {
    std::vector<PointsSpent> all;
    if (given.member == nullptr) return all;
    for (const Programme& programme : given.publication.programmes())
        if (programme.points) all.push_back(spend_points_of(programme, given, lanes));
    std::ranges::sort(all, {}, [](const PointsSpent& spent) { return spent.result.programme; });
    return all;
}

void book_redemptions(const std::vector<PointsSpent>& spent, const Given& given,
                      std::vector<LedgerEntry>& ledger) {
    for (const PointsSpent& one : spent) {
        Booking booking(one, given, ledger);
        for (const auto& [offer, points] : one.bought) booking.redeem(offer, points);
        booking.redeem({}, one.result.redeemed);
    }
}

}  // namespace kopilka
