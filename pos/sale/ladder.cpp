#include "pos/core/check.h"
#include "pos/sale/conditions.h"
#include "pos/sale/cut.h"
#include "pos/sale/match.h"

namespace kopilka {
namespace {

struct Measured {
    std::int64_t value = 0;
    ConditionKind kind = ConditionKind::None;
    bool known = true;  // false: asks for a member or a purchase that is not there
};

Measured measure(const Ladder& ladder, const LaneView& view,
                 std::span<const std::uint32_t> offered) {
    const MemberView* member = view.given.member;
    std::vector<std::uint32_t> counted;
    if (ladder.goods) counted = units_of(*ladder.goods, view.sheet);
    const std::span<const std::uint32_t> units = ladder.goods ? counted : offered;
    switch (ladder.by) {
        case LadderBy::Amount: {
            std::int64_t sum = 0;
            for (const std::uint32_t unit : units) {
                const SheetUnit& one = view.sheet.units[unit];
                sum += ladder.original ? one.original : one.running;
            }
            return {sum, ConditionKind::MinimumAmount};
        }
        case LadderBy::Units: {
            Quantity sum;
            for (const std::uint32_t unit : units) sum += view.sheet.quantity_of(unit);
            return {sum.count() / 1000, ConditionKind::MinimumQuantity};
        }
        case LadderBy::LifetimeSpend:
            if (member == nullptr) return {0, ConditionKind::Membership, false};
            return {member->lifetime_spend.count(), ConditionKind::LifetimeSpend};
        case LadderBy::Purchases:
            if (member == nullptr) return {0, ConditionKind::Membership, false};
            return {member->purchases, ConditionKind::NthPurchase};
        case LadderBy::DaysSincePurchase:
            if (member == nullptr) return {0, ConditionKind::Membership, false};
            if (!member->last_purchase) return {0, ConditionKind::DaysSincePurchase, false};
            return {view.given.today.days - member->last_purchase->days,
                    ConditionKind::DaysSincePurchase};
        case LadderBy::MembershipMonths:
            if (member == nullptr) return {0, ConditionKind::Membership, false};
            return {months_since(member->joined, view.given.today), ConditionKind::MembershipAge};
    }
    unreachable("a measure of a ladder nobody named");
}

// From what is there to the first step.
Distance lacking(const Ladder& ladder, std::int64_t have, const LaneView& view) {
    const std::int64_t from = ladder.steps.front().from;
    const std::int64_t more = from - have;
    switch (ladder.by) {
        case LadderBy::Amount:
        case LadderBy::LifetimeSpend: return Money::of(more);
        case LadderBy::Units: return units(more);
        case LadderBy::Purchases:
        case LadderBy::DaysSincePurchase: return more;
        case LadderBy::MembershipMonths: {
            const Date then = plus_months(view.given.member->joined, static_cast<int>(from));
            return std::int64_t{then.days - view.given.today.days};
        }
    }
    unreachable("a measure of a ladder nobody named");
}

}  // namespace

std::optional<std::int64_t> measured(LadderBy by, const LaneView& view,
                                     std::span<const std::uint32_t> units) {
    Ladder ladder;
    ladder.by = by;
    const Measured found = measure(ladder, view, units);
    return found.known ? std::optional(found.value) : std::nullopt;
}

std::optional<PlainCut> reached_cut(const Ladder& ladder, const LaneView& view,
                                    std::span<const std::uint32_t> units, LadderMiss& missing) {
    const Measured found = measure(ladder, view, units);
    if (!found.known) {
        missing = {found.kind, {}};
        return std::nullopt;
    }
    std::optional<PlainCut> reached;
    for (const LadderStep& step : ladder.steps)
        if (found.value >= step.from) reached = step.cut;
    if (!reached) missing = {found.kind, lacking(ladder, found.value, view)};
    return reached;
}

}  // namespace kopilka
