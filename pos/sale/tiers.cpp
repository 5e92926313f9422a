#include "pos/sale/tiers.h"

#include "pos/core/check.h"
#include "pos/sale/lots.h"

#include <algorithm>
#include <limits>

namespace kopilka {
namespace {

// Levels by number: 0 is none, 1 the lowest.
using Level = std::size_t;

Level level_of(const TierId& tier, const Programme& programme) {
    const auto found = std::ranges::find(programme.tiers, tier, &Tier::id);
    return found == programme.tiers.end() ? 0
                                          : static_cast<Level>(found - programme.tiers.begin()) + 1;
}
TierId id_of(Level level, const Programme& programme) {
    return level == 0 ? TierId() : programme.tiers[level - 1].id;
}
Level merited(std::int64_t measure, const Programme& programme) {
    Level level = 0;
    for (const Tier& tier : programme.tiers)
        if (measure >= tier.from) ++level;
    return level;
}

std::int64_t measure_of(const Standing& standing, TierBasis basis) {
    switch (basis) {
        case TierBasis::Spent: return standing.money.count();
        case TierBasis::Earned:
        case TierBasis::Balance: return standing.points.count();
        case TierBasis::Visits: return standing.visits;
    }
    unreachable("a basis of tiers nobody named");
}

// The level given by hand, while it is.
Level floor_on(Date day, const Standing& standing, const Programme& programme) {
    const bool holds = !standing.floor_until || day <= *standing.floor_until;
    return holds ? level_of(standing.floor, programme) : 0;
}

// From one visit to the next, and to every day in between on which something ends.
class Walk {
public:
    Walk(const TierHistory& history, const Programme& programme)
        : history_(history), programme_(programme), rules_(programme.tier_rules) {
        for (const Visit& visit : history.visits)
            if (!visit.is_return || rules_.returns_count) visits_.push_back(visit);
        std::ranges::stable_sort(visits_, {}, &Visit::day);
        standing_.since = visits_.empty() ? Date{} : visits_.front().day;
        if (level_of(history.floor, programme) == 0) return;
        standing_.floor = history.floor;
        standing_.floor_until = history.floor_until;
    }

    Standing until(Date at) {
        Date day = visits_.empty() ? at : std::min(visits_.front().day, at);
        last_ = at;
        for (;;) {
            visit_all_of(day);
            settle(day);
            const std::optional<Date> next = next_stop(day);
            if (!next || *next > at) break;
            day = *next;
        }
        settle(at);
        count(at, standing_);
        standing_.tier = id_of(level_, programme_);
        return standing_;
    }

private:
    void visit_all_of(Date day) {
        for (; seen_ < visits_.size() && visits_[seen_].day <= day;) {
            ++seen_;
            promote(day);
        }
    }

    // Visits that count on that day: in the window, since the base, seen.
    void count(Date day, Standing& sums) const {
        sums.money = kNoMoney;
        // What was on the account on an earlier day is known by what had come till then.
        const bool balance = rules_.basis == TierBasis::Balance && day >= last_;
        sums.points = balance ? history_.balance : kNoPoints;
        sums.visits = 0;
        for (std::size_t i = base_; i < seen_; ++i) {
            if (visits_[i].day < window_start(day)) continue;
            sums.money += visits_[i].spent;
            if (!balance) sums.points += visits_[i].earned;
            sums.visits += visits_[i].is_return ? 0 : 1;
        }
    }
    Level merit(Date day) const {
        Standing sums;
        count(day, sums);
        return merited(measure_of(sums, rules_.basis), programme_);
    }

    void promote(Date day) {
        const Level level = merit(day);
        if (level > level_) reach(level, day);
    }
    void reach(Level level, Date day) {
        level_ = level;
        standing_.since = day;
        keep_from(day);
    }
    // A new time to keep begins, and with it, where the programme says so, a new count.
    void keep_from(Date day) {
        standing_.until = kept_until(day);
        if (rules_.next_level == NextLevel::Reset) base_ = seen_;
    }

    void settle(Date day) {
        promote(day);
        const bool kept = standing_.until && day < *standing_.until;
        if (!kept && level_ > 0) {
            if (merit(day) < level_)
                lose(day);
            else if (standing_.until)
                keep_from(day);
        }
        const Level floor = floor_on(day, standing_, programme_);
        if (floor > level_) reach(floor, day);
    }
    void lose(Date day) {
        switch (rules_.downgrade) {
            case Downgrade::ToMerit: return reach(merit(day), day);
            case Downgrade::ByOne: return reach(level_ - 1, day);
            case Downgrade::Never: standing_.until.reset(); return;
        }
        unreachable("a downgrade nobody named");
    }

    Date window_start(Date day) const {
        switch (rules_.window) {
            case Span::Life: return {std::numeric_limits<std::int32_t>::min()};
            case Span::Days: return plus_days(day, 1 - rules_.window_count);
            case Span::Months: return plus_days(plus_months(day, -rules_.window_count), 1);
            case Span::CalendarYear: return to_date({to_ymd(day).year, 1, 1});
        }
        unreachable("a window nobody named");
    }
    std::optional<Date> kept_until(Date day) const {
        switch (rules_.keep) {
            case Span::Life: return std::nullopt;
            case Span::Days: return plus_days(day, rules_.keep_count);
            case Span::Months: return plus_months(day, rules_.keep_count);
            case Span::CalendarYear: return to_date({to_ymd(day).year + 2, 1, 1});
        }
        unreachable("a time to keep nobody named");
    }
    // The first day on which a visit does not count any more.
    std::optional<Date> forgotten(Date visit) const {
        switch (rules_.window) {
            case Span::Life: return std::nullopt;
            case Span::Days: return plus_days(visit, rules_.window_count);
            case Span::Months: return plus_months(visit, rules_.window_count);
            case Span::CalendarYear: return to_date({to_ymd(visit).year + 1, 1, 1});
        }
        unreachable("a window nobody named");
    }

    std::optional<Date> next_stop(Date day) const {
        std::optional<Date> next;
        const auto consider = [&](std::optional<Date> stop) {
            if (stop && *stop > day && (!next || *stop < *next)) next = stop;
        };
        if (seen_ < visits_.size()) consider(visits_[seen_].day);
        for (std::size_t i = base_; i < seen_; ++i) consider(forgotten(visits_[i].day));
        consider(standing_.until);
        if (standing_.floor_until) consider(plus_days(*standing_.floor_until, 1));
        return next;
    }

    const TierHistory& history_;
    const Programme& programme_;
    const TierRules& rules_;
    std::vector<Visit> visits_;
    std::size_t seen_ = 0;  // visits that have happened
    std::size_t base_ = 0;  // the first that counts
    Level level_ = 0;
    Date last_;  // the day that is asked for
    Standing standing_;
};

Distance distance_of(std::int64_t more, TierBasis basis) {
    if (more <= 0) return {};
    switch (basis) {
        case TierBasis::Spent: return Money::of(more);
        case TierBasis::Earned:
        case TierBasis::Balance: return Points::of(more);
        case TierBasis::Visits: return more;
    }
    unreachable("a basis of tiers nobody named");
}

TierId promoted(const Standing& standing, const Programme& programme) {
    const Level has = level_of(standing.tier, programme);
    const Level merit = merited(measure_of(standing, programme.tier_rules.basis), programme);
    return id_of(std::max(has, merit), programme);
}

TierId tier_after(const Standing& before, const Standing& after, const Programme& programme,
                  Date today) {
    const TierRules& rules = programme.tier_rules;
    if (rules.promotion == Promotion::Central) return before.tier;
    if (!rules.lost_at_once) return promoted(after, programme);
    const bool kept = before.until && today < *before.until;
    return id_of(
        std::max({merited(measure_of(after, rules.basis), programme),
                  floor_on(today, before, programme), kept ? level_of(before.tier, programme) : 0}),
        programme);
}

// The standing once this receipt is in it.
Standing with_receipt(Standing standing, const ProgrammeId& programme, TierBasis basis,
                      const PricedBasket& priced) {
    standing.money += priced.total;
    standing.visits += 1;
    for (const PointsResult& points : priced.points)
        if (points.programme == programme)
            standing.points = basis == TierBasis::Balance ? points.balance_after
                                                          : standing.points + points.earned;
    return standing;
}

}  // namespace

Standing tier_at(const TierHistory& history, const Programme& programme, Date at) {
    return Walk(history, programme).until(at);
}

Standing not_below_floor(Standing standing, const Programme& programme, Date at) {
    const Level floor = floor_on(at, standing, programme);
    if (floor > level_of(standing.tier, programme)) standing.tier = id_of(floor, programme);
    return standing;
}

Standing standing_of(const MemberView& member, const Programme& programme, Instant at) {
    Standing standing;
    const auto known = member.standings.find(programme.id);
    if (known != member.standings.end()) {
        standing = known->second;
    } else {
        if (level_of(member.tier, programme) > 0) standing.tier = member.tier;
        // What was ever bought says nothing of the last months.
        if (programme.tier_rules.window == Span::Life) {
            standing.money = member.lifetime_spend;
            standing.visits = member.purchases;
        }
    }
    const auto account = member.accounts.find(programme.id);
    if (programme.tier_rules.basis == TierBasis::Balance && account != member.accounts.end())
        standing.points = active_balance(account->second, at);
    return standing;
}

TierId tier_now(const Given& given, const Programme& programme, Money coming) {
    Standing standing = standing_of(*given.member, programme, given.context.at.instant);
    switch (programme.tier_rules.promotion) {
        case Promotion::Central: return standing.tier;
        case Promotion::NextReceipt: return promoted(standing, programme);
        case Promotion::ThisReceipt:
            standing.money += coming;
            standing.visits += 1;
            return promoted(standing, programme);
    }
    unreachable("a promotion nobody named");
}

Distance distance_to(const Tier& tier, const Standing& standing, const Programme& programme) {
    const TierBasis basis = programme.tier_rules.basis;
    return distance_of(tier.from - measure_of(standing, basis), basis);
}

NextTier next_tier(const Standing& standing, const TierId& tier, const Programme& programme) {
    const Level level = level_of(tier, programme);
    if (level >= programme.tiers.size()) return {};
    const Tier& next = programme.tiers[level];
    return {next.id, distance_to(next, standing, programme)};
}

namespace {

// What becomes of a level where a member's standing changes.
TierResult result_of(const Programme& programme, const Standing& before, const Standing& after,
                     Date today) {
    const TierId tier = tier_after(before, after, programme, today);
    NextTier next = next_tier(after, tier, programme);
    return {programme.id, before.tier, tier, next.tier, std::move(next.to_go)};
}

}  // namespace

std::vector<TierResult> tiers_of(const Given& given, const PricedBasket& priced) {
    std::vector<TierResult> results;
    if (given.member == nullptr) return results;
    for (const Programme& programme : given.publication.programmes()) {
        if (programme.tiers.empty()) continue;
        const Standing before = standing_of(*given.member, programme, given.context.at.instant);
        const Standing after =
            with_receipt(before, programme.id, programme.tier_rules.basis, priced);
        results.push_back(result_of(programme, before, after, given.today));
    }
    std::ranges::sort(results, {}, &TierResult::programme);
    return results;
}

void leave_out_return(MemberView& after, const MemberView& before, const Publication& publication,
                      Instant at) {
    for (const Programme& programme : publication.programmes())
        if (!programme.tiers.empty() && !programme.tier_rules.returns_count)
            after.standings[programme.id] = standing_of(before, programme, at);
}

std::vector<TierResult> tiers_of_return(const Publication& publication, const MemberView& before,
                                        const MemberView& after, LocalTime at) {
    std::vector<TierResult> results;
    for (const Programme& programme : publication.programmes()) {
        if (programme.tiers.empty()) continue;
        const Date today = local_date(at);
        Standing had = standing_of(before, programme, at.instant);
        // The view does not know yet what the receipt itself made of the level.
        had.tier = tier_after(had, had, programme, today);
        Standing has = standing_of(after, programme, at.instant);
        has.tier = had.tier;
        results.push_back(result_of(programme, had, has, today));
    }
    std::ranges::sort(results, {}, &TierResult::programme);
    return results;
}

}  // namespace kopilka
