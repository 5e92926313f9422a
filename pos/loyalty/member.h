// What the engine knows of a member: counters, tier and lots. Nothing personal but the birthday.
// Names, phones and cards are person.h; who may spend how much offline is a lease, not a view.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/money.h"
#include "pos/core/time.h"
#include "pos/loyalty/lot.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kopilka {

// What a till holds of a lease: so much of one lot.
struct HeldSlice {
    LeaseId lease;
    Lot lot;
    bool operator==(const HeldSlice&) const = default;
};
// What a till may spend by itself (lease.h). Empty: nothing.
struct Rights {
    std::vector<HeldSlice> held;  // in the order in which they are spent
    Points unbacked{};            // spent here without a right, and not yet known to the server
    bool operator==(const Rights&) const = default;
};

// A member's points of one programme.
struct Account {
    std::vector<Lot> lots;
    // The most that may be spent now, where somebody says so; nullopt: all active lots.
    std::optional<Points> spendable;
    Points deficit{};       // ≥ 0: taken back beyond what there was; the next accruals pay it off
    Points earned_today{};  // on `earned_on`, for what a day may earn
    std::optional<Date> earned_on{};
    std::optional<Rights> rights{};  // at a till; nullopt: nobody else spends meanwhile
    bool operator==(const Account&) const = default;
};

// Where a member stands in the levels of one programme, as central saw it last and with what the
// till has sold them since. The sums are those that count for the next level.
struct Standing {
    TierId tier;  // empty: none
    Date since;
    std::optional<Date> until;  // kept at least to the day before this one
    Money money;
    Points points;
    std::int64_t visits = 0;
    TierId floor{};                     // given by hand: never below it; empty: none
    std::optional<Date> floor_until{};  // the last day of that; nullopt: for good
    bool operator==(const Standing&) const = default;
};

struct MemberView {
    MemberId id;
    TierId tier;  // empty: none
    Date joined;
    std::optional<Date> birthday;
    std::int64_t purchases = 0;  // completed before this one
    Money lifetime_spend;        // net of returns, before this purchase
    std::optional<Date> last_purchase;
    std::vector<std::string> segments;           // sorted
    std::vector<std::string> tags;               // sorted
    std::map<std::string, std::int64_t> stamps;  // per stamp card, not yet used
    std::map<OfferId, std::int64_t> uses;        // of offers limited per customer
    std::map<ProgrammeId, Account> accounts;
    std::map<ProgrammeId, Standing> standings{};    // of programmes with levels; else tier, spend
    std::optional<MemberId> referrer{};             // who brought this member
    std::map<OfferId, std::int64_t> day_uses = {};  // like `uses`, on the day
    std::optional<Date> uses_day = {};              // of `day_uses`; on another day they are none
    bool operator==(const MemberView&) const = default;
};

}  // namespace kopilka
