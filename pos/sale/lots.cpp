#include "pos/sale/lots.h"

#include "pos/core/check.h"

#include <algorithm>

namespace kopilka {
namespace {

// That day of the first year in which it has not passed, and `more` years on.
Date day_of_year(const LotRules& rules, Date active) {
    const auto in = [&](int year) {
        YearMonthDay day{year, rules.month, rules.day};
        if (!exists(day)) day.day = 28;  // 29 February
        return to_date(day);
    };
    const int year = to_ymd(active).year;
    return in(year + rules.count + (in(year) < active ? 1 : 0));
}

std::optional<Date> last_day(const LotRules& rules, Date active) {
    switch (rules.end) {
        case LotEnd::Never: return std::nullopt;
        case LotEnd::AfterDays:
        case LotEnd::DaysAfterPurchase: return plus_days(active, rules.count - 1);
        case LotEnd::AfterMonths:
        case LotEnd::MonthsAfterPurchase: return plus_days(plus_months(active, rules.count), -1);
        case LotEnd::EndOfMonth: return last_of_month(plus_months(active, rules.count));
        case LotEnd::EndOfYear: return to_date({to_ymd(active).year + rules.count, 12, 31});
        case LotEnd::DayOfYear: return day_of_year(rules, active);
    }
    unreachable("an end of a lot nobody named");
}

}  // namespace

Points sum_of(std::span<const LedgerEntry> ledger) {
    Points sum;
    for (const LedgerEntry& entry : ledger) sum += entry.amount;
    return sum;
}

Points in_lots(const Account& account) { return sum_of(account.lots) - account.deficit; }

Points active_balance(const Account& account, Instant at) {
    Points sum = -account.deficit;
    for (const Lot& lot : account.lots)
        if (can_be_spent(lot, at)) sum += lot.amount;
    return sum;
}

Lot new_lot(Points points, const LotRules& rules, LocalTime at) {
    Lot lot{points, at.instant, std::nullopt};
    const Date earned = local_date(at);
    Date active = earned;
    if (rules.active_after_days > 0) {
        active = plus_days(active, rules.active_after_days);
        lot.active = start_of_day(active, at.offset_minutes);
    }
    if (const auto last = last_day(rules, rules.from_earning ? earned : active))
        lot.expires = start_of_day(plus_days(*last, 1), at.offset_minutes);
    return lot;
}

std::optional<Instant> prolonged_to(const LotRules& rules, LocalTime at) {
    if (rules.end != LotEnd::DaysAfterPurchase && rules.end != LotEnd::MonthsAfterPurchase)
        return std::nullopt;
    return start_of_day(plus_days(*last_day(rules, local_date(at)), 1), at.offset_minutes);
}

void prolong(Account& account, Instant at, Instant to) {
    for (Lot& lot : account.lots)
        if (lot.expires && !is_over(lot, at)) lot.expires = std::max(*lot.expires, to);
}

AccountAt account_at(Account account, const ProgrammeId& programme, Instant at) {
    AccountAt result;
    std::vector<Lot> over;
    for (const Lot& lot : account.lots)
        if (is_over(lot, at) && !lot.amount.is_zero()) over.push_back(lot);
    std::ranges::stable_sort(over, {}, [](const Lot& lot) { return *lot.expires; });
    for (const Lot& lot : over)
        result.expired.push_back({static_cast<std::uint32_t>(result.expired.size()),
                                  LedgerKind::Expiry,
                                  programme,
                                  {},
                                  -lot.amount,
                                  lot.active,
                                  lot.expires});
    std::erase_if(account.lots, [&](const Lot& lot) { return is_over(lot, at); });
    for (const Lot& lot : account.lots)
        if (lot.active > at) result.pending += lot.amount;
    result.active = active_balance(account, at);
    result.account = std::move(account);
    return result;
}

}  // namespace kopilka
