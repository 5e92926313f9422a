#include "pos/sale/lots.h"

#include "pos/core/check.h"

#include <algorithm>
#include <limits>

namespace kopilka {
namespace {

std::optional<Date> last_day(const PointsRules& rules, Date active) {
    switch (rules.end) {
        case LotEnd::Never: return std::nullopt;
        case LotEnd::AfterDays: return plus_days(active, rules.end_count - 1);
        case LotEnd::AfterMonths: return plus_days(plus_months(active, rules.end_count), -1);
        case LotEnd::EndOfMonth: return last_of_month(plus_months(active, rules.end_count));
        case LotEnd::EndOfYear: {
            const int year = to_ymd(active).year + rules.end_count;
            return to_date({year, 12, 31});
        }
    }
    unreachable("an end of a lot nobody named");
}

std::int64_t expiry_order(const Lot& lot) {
    return lot.expires ? lot.expires->ms : std::numeric_limits<std::int64_t>::max();
}

}  // namespace

bool can_be_spent(const Lot& lot, Instant at) {
    return lot.amount > kNoPoints && lot.active <= at && (!lot.expires || at < *lot.expires);
}

Points active_balance(const Account& account, Instant at) {
    Points sum;
    for (const Lot& lot : account.lots)
        if (can_be_spent(lot, at)) sum += lot.amount;
    return sum;
}

std::vector<LotSpend> take_from_lots(const Account& account, Points amount, Instant at) {
    std::vector<Lot> lots;
    std::ranges::copy_if(account.lots, std::back_inserter(lots),
                         [&](const Lot& lot) { return can_be_spent(lot, at); });
    std::ranges::stable_sort(lots, [](const Lot& a, const Lot& b) {
        return std::pair(expiry_order(a), a.active) < std::pair(expiry_order(b), b.active);
    });
    std::vector<LotSpend> spends;
    for (const Lot& lot : lots) {
        const Points taken = std::min(lot.amount, amount);
        if (taken.is_zero()) break;
        spends.push_back({lot, taken});
        amount -= taken;
    }
    return spends;
}

Lot new_lot(Points points, const PointsRules& rules, LocalTime at) {
    Lot lot{points, at.instant, std::nullopt};
    Date active = local_date(at);
    if (rules.active_after_days > 0) {
        active = plus_days(active, rules.active_after_days);
        lot.active = start_of_day(active, at.offset_minutes);
    }
    if (const auto last = last_day(rules, active))
        lot.expires = start_of_day(plus_days(*last, 1), at.offset_minutes);
    return lot;
}

}  // namespace kopilka
