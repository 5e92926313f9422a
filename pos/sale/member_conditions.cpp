#include "pos/sale/member_conditions.h"

#include "pos/sale/lots.h"
#include "pos/sale/rights.h"
#include "pos/sale/tiers.h"

#include <algorithm>

namespace kopilka {
namespace {

Verdict no_member() { return Verdict::missing_one(ConditionKind::Membership); }

bool share_one(const std::vector<std::string>& wanted, const std::vector<std::string>& had) {
    return std::ranges::any_of(
        wanted, [&](const std::string& word) { return std::ranges::find(had, word) != had.end(); });
}

// Missing by how much below `from`; past `below` there is no way back.
Verdict in_range(const CountRange& range, std::int64_t value, ConditionKind kind) {
    if (range.from && value < *range.from) return Verdict::missing_one(kind, *range.from - value);
    if (range.below && value >= *range.below) return Verdict::missing_one(kind);
    return {};
}

// The lowest tier that would do, and how far it is.
Verdict missing_tier(const InTier& fact, const Given& given, const Programme& programme,
                     Money coming) {
    Standing standing = standing_of(*given.member, programme, given.context.at.instant);
    if (programme.tier_rules.promotion == Promotion::ThisReceipt) {
        standing.money += coming;
        standing.visits += 1;
    }
    for (const Tier& tier : programme.tiers) {
        if (!std::ranges::binary_search(fact.tiers, tier.id.value)) continue;
        Verdict verdict = Verdict::missing_one(ConditionKind::Tier, tier.id.value);
        verdict.further = distance_to(tier, standing, programme);
        return verdict;
    }
    return Verdict::missing_one(ConditionKind::Tier, fact.tiers.front());
}

// The birthday in that year; 29 February is kept on the 28th where there is no 29th.
Date birthday_in(Date birthday, int year) {
    YearMonthDay day = to_ymd(birthday);
    day.year = year;
    if (!exists(day)) day.day = 28;
    return to_date(day);
}

}  // namespace

std::int64_t months_since(Date joined, Date today) {
    const YearMonthDay from = to_ymd(joined);
    const YearMonthDay to = to_ymd(today);
    std::int64_t months = (to.year - from.year) * 12 + to.month - from.month;
    while (months > 0 && plus_months(joined, static_cast<int>(months)) > today) --months;
    return months;
}

Verdict judge_member(const IsMember& fact, const Given& given) {
    if (fact.member == (given.member != nullptr)) return {};
    if (fact.member) return no_member();
    return Verdict::missing_one(ConditionKind::ExclusiveOffer, std::string("member"));
}

Verdict judge_member(const InTier& fact, const Given& given, Money coming) {
    if (given.member == nullptr) return no_member();
    const auto wanted = [&](const TierId& tier) {
        return std::ranges::binary_search(fact.tiers, tier.value);
    };
    std::optional<Verdict> nearest;
    bool told = false;  // by a programme that has the member's own tier
    for (const Programme& programme : given.publication.programmes()) {
        if (std::ranges::none_of(programme.tiers, wanted, &Tier::id)) continue;
        const TierId now = tier_now(given, programme, coming);
        if (wanted(now)) return {};
        told = told || std::ranges::find(programme.tiers, given.member->tier, &Tier::id) !=
                           programme.tiers.end();
        if (!nearest) nearest = missing_tier(fact, given, programme, coming);
    }
    if (!told && wanted(given.member->tier)) return {};
    return nearest ? *nearest : Verdict::missing_one(ConditionKind::Tier, fact.tiers.front());
}

Verdict judge_member(const InSegment& fact, const Given& given) {
    if (given.member == nullptr) return no_member();
    if (share_one(fact.segments, given.member->segments)) return {};
    return Verdict::missing_one(ConditionKind::Segment, fact.segments.front());
}

Verdict judge_member(const HasTag& fact, const Given& given) {
    if (given.member == nullptr) return no_member();
    if (share_one(fact.tags, given.member->tags)) return {};
    return Verdict::missing_one(ConditionKind::Tag, fact.tags.front());
}

Verdict judge_member(const MembershipAge& fact, const Given& given) {
    if (given.member == nullptr) return no_member();
    const Date joined = given.member->joined;
    const std::int64_t months = months_since(joined, given.today);
    if (fact.months.from && months < *fact.months.from) {
        const Date then = plus_months(joined, static_cast<int>(*fact.months.from));
        return Verdict::missing_one(ConditionKind::MembershipAge,
                                    std::int64_t{then.days - given.today.days});
    }
    if (fact.months.below && months >= *fact.months.below)
        return Verdict::missing_one(ConditionKind::MembershipAge);
    return in_range(fact.days, given.today.days - joined.days, ConditionKind::MembershipAge);
}

Verdict judge_member(const PurchaseCount& fact, const Given& given) {
    if (given.member == nullptr) return no_member();
    const std::int64_t completed = given.member->purchases;
    if (fact.every && (completed + 1) % *fact.every != 0)
        return Verdict::missing_one(ConditionKind::NthPurchase,
                                    *fact.every - (completed + 1) % *fact.every);
    return in_range(fact.completed, completed, ConditionKind::NthPurchase);
}

Verdict judge_member(const SpentInLife& fact, const Given& given) {
    if (given.member == nullptr) return no_member();
    const Money spent = given.member->lifetime_spend;
    if (fact.from && spent < *fact.from)
        return Verdict::missing_one(ConditionKind::LifetimeSpend, *fact.from - spent);
    if (fact.below && spent >= *fact.below)
        return Verdict::missing_one(ConditionKind::LifetimeSpend);
    return {};
}

Verdict judge_member(const DaysSinceLast& fact, const Given& given) {
    if (given.member == nullptr) return no_member();
    if (!given.member->last_purchase) return Verdict::missing_one(ConditionKind::DaysSincePurchase);
    return in_range(fact.days, given.today.days - given.member->last_purchase->days,
                    ConditionKind::DaysSincePurchase);
}

Verdict judge_member(const NearBirthday& fact, const Given& given) {
    if (given.member == nullptr) return no_member();
    if (!given.member->birthday) return Verdict::missing_one(ConditionKind::Birthday);
    const int year = to_ymd(given.today).year;
    std::optional<Date> next;
    for (int around = std::max(year - 1, 1); around <= std::min(year + 1, 9999); ++around) {
        const Date day = birthday_in(*given.member->birthday, around);
        const Date first = plus_days(day, -fact.days_before);
        if (given.today >= first && given.today <= plus_days(day, fact.days_after)) return {};
        if (!next && first > given.today) next = first;
    }
    if (!next) return Verdict::missing_one(ConditionKind::Birthday);
    const std::int32_t offset = given.context.at.offset_minutes;
    return Verdict::missing_one(ConditionKind::Birthday,
                                LocalTime{start_of_day(*next, offset), offset});
}

Verdict judge_member(const Referred&, const Given& given) {
    if (given.member == nullptr) return no_member();
    if (given.member->referrer || share_one({"referred"}, given.member->tags)) return {};
    return Verdict::missing_one(ConditionKind::Referral);
}

Verdict judge_member(const HasStamps& fact, const Given& given) {
    if (given.member == nullptr) return no_member();
    const auto found = given.member->stamps.find(fact.card);
    const std::int64_t stamps = found == given.member->stamps.end() ? 0 : found->second;
    if (stamps >= fact.from) return {};
    return Verdict::missing_one(ConditionKind::Stamps, fact.from - stamps);
}

Points points_balance(const Given& given, const ProgrammeId& programme) {
    const Points coming = given.coming_to(programme);
    const auto found = given.member->accounts.find(programme);
    if (found == given.member->accounts.end()) return coming;
    return active_balance(found->second, given.context.at.instant) + coming;
}

Points spendable_points(const Given& given, const ProgrammeId& programme) {
    Points most = points_balance(given, programme);
    const auto found = given.member->accounts.find(programme);
    if (found == given.member->accounts.end()) return most;
    if (found->second.spendable) most = std::min(most, *found->second.spendable);
    const Programme* in = given.publication.find_programme(programme);
    if (!in || !in->points) return most;
    const auto rights = allowed_by_rights(found->second, *in->points, given.context.at.instant,
                                          given.coming_to(programme));
    return rights ? std::min(most, *rights) : most;
}

Verdict judge_member(const HasPoints& fact, const Given& given) {
    if (given.member == nullptr) return no_member();
    Points balance;
    for (const auto& [programme, account] : given.member->accounts)
        if (fact.programme.value.empty() || fact.programme == programme)
            balance += active_balance(account, given.context.at.instant);
    for (const auto& [programme, points] : given.coming)
        if (fact.programme.value.empty() || fact.programme == programme) balance += points;
    if (balance >= fact.from) return {};
    return Verdict::missing_one(ConditionKind::PointsBalance, fact.from - balance);
}

}  // namespace kopilka
