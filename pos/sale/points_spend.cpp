#include "pos/sale/points_spend.h"

#include "pos/sale/lots.h"
#include "pos/sale/match.h"
#include "pos/sale/spread.h"

#include <algorithm>

namespace kopilka {
namespace {

const Account& account(const Given& given, const ProgrammeId& programme) {
    static const Account kEmpty;
    const auto found = given.member->accounts.find(programme);
    return found == given.member->accounts.end() ? kEmpty : found->second;
}

Points worth_in_points(std::int64_t money, const PointsRules& rules) {
    return Points::of(scale(money, 100, rules.worth.count(), Rounding::Down));
}
Money worth_in_money(Points points, const PointsRules& rules) {
    return Money::of(scale(points.count(), rules.worth.count(), 100, Rounding::Down));
}

void allow(PointsResult& result, Points most, ConditionKind why) {
    if (most >= result.most_redeemable) return;
    result.most_redeemable = most;
    result.limited_by = why;
}

// The least of: what the member has, what this till may spend, the programme's cap.
void find_most(PointsResult& result, const PointsRules& rules, const Given& given,
               const Worksheet& sheet) {
    const Account& has = account(given, result.programme);
    result.most_redeemable = result.balance_before;
    result.limited_by = ConditionKind::PointsBalance;
    if (has.spendable) allow(result, *has.spendable, ConditionKind::PointsBalance);
    std::int64_t payable = 0;
    for (const std::uint32_t unit : units_of(rules.goods, sheet))
        payable +=
            rules.as == PointsAs::Discount ? sheet.units[unit].room() : sheet.units[unit].running;
    const std::int64_t capped =
        scale(payable, rules.cap.value, BasisPoints::kWhole, Rounding::Down);
    const std::int64_t left = std::max<std::int64_t>(sheet.running() - rules.keep.count(), 0);
    allow(result, worth_in_points(std::min(capped, left), rules), ConditionKind::Cap);
    const std::int64_t blocks = result.most_redeemable.count() / rules.block.count();
    result.most_redeemable = rules.block * std::max<std::int64_t>(blocks, 0);
    if (result.most_redeemable < rules.minimum) {
        result.most_redeemable = kNoPoints;
        result.limited_by = ConditionKind::MinimumAmount;
    }
    result.most_redeemable_worth = worth_in_money(result.most_redeemable, rules);
}

// What the tenders ask for, cut to what is allowed.
Points redeemed(const PointsSpent& spent, const PointsRules& rules, const Given& given) {
    Points asked;
    for (const Tender& tender : given.tenders) {
        if (account_of(tender, given.publication) != spent.programme) continue;
        asked +=
            tender.points.is_zero() ? worth_in_points(tender.amount.count(), rules) : tender.points;
    }
    asked = std::min(asked, spent.result.most_redeemable);
    asked = rules.block * std::max<std::int64_t>(asked.count() / rules.block.count(), 0);
    return asked < rules.minimum ? kNoPoints : asked;
}

void take_as_discount(const PointsSpent& spent, const PointsRules& rules, Worksheet& sheet) {
    const auto units = units_of(rules.goods, sheet);
    std::vector<SpreadPart> parts;
    for (const std::uint32_t unit : units)
        parts.push_back({sheet.units[unit].running, sheet.units[unit].room(), sheet.rank_of(unit)});
    const auto shares = spread(spent.worth.count(), parts);
    for (std::size_t i = 0; i < units.size(); ++i)
        if (shares[i] > 0) sheet.take(units[i], shares[i], {spent.programme->id.value});
}

}  // namespace

const Programme* account_of(const Tender& tender, const Publication& publication) {
    if (tender.kind != TenderKind::PointsPaid && tender.kind != TenderKind::Cashback)
        return nullptr;
    for (const Programme& programme : publication.programmes())
        if (programme.points &&
            (tender.programme.value.empty() || tender.programme == programme.id))
            return &programme;
    return nullptr;
}

std::vector<PointsSpent> spend_points(const Given& given, Worksheet& sheet) {
    std::vector<PointsSpent> all;
    if (given.member == nullptr) return all;
    for (const Programme& programme : given.publication.programmes()) {
        if (!programme.points) continue;
        PointsSpent spent;
        spent.programme = &programme;
        spent.result.programme = programme.id;
        spent.result.balance_before =
            active_balance(account(given, programme.id), given.context.at.instant);
        find_most(spent.result, *programme.points, given, sheet);
        spent.result.redeemed = redeemed(spent, *programme.points, given);
        spent.worth = worth_in_money(spent.result.redeemed, *programme.points);
        if (programme.points->as == PointsAs::Discount)
            take_as_discount(spent, *programme.points, sheet);
        all.push_back(std::move(spent));
    }
    std::ranges::sort(all, {}, [](const PointsSpent& spent) { return spent.result.programme; });
    return all;
}

void book_redemptions(const std::vector<PointsSpent>& spent, const Given& given,
                      std::vector<LedgerEntry>& ledger) {
    for (const PointsSpent& one : spent) {
        if (one.result.redeemed.is_zero()) continue;
        const auto lots = take_from_lots(account(given, one.result.programme), one.result.redeemed,
                                         given.context.at.instant);
        for (const LotSpend& lot : lots)
            ledger.push_back({static_cast<std::uint32_t>(ledger.size()),
                              LedgerKind::Redemption,
                              one.result.programme,
                              {},
                              -lot.taken,
                              lot.lot.active,
                              lot.lot.expires});
    }
}

}  // namespace kopilka
