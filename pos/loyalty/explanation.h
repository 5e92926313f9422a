// Why an offer did or did not apply, and how far the customer was from it.
// Values only; the words stand in assets/text (offer.*).
#pragma once
#include "pos/core/ids.h"
#include "pos/core/money.h"
#include "pos/core/text.h"
#include "pos/core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace kopilka {

enum class Outcome : std::uint8_t {
    Applied,  // `amount` was taken off, or its points, stamps or gift given
    Lost,     // a better or exclusive offer took its place: `lost_to`, better `by` so much
    Missing,  // `condition` does not hold yet; `distance` says how much is missing
    Limited,  // a cap, floor or budget kept `amount` from being given
};

// Which condition was missing, or which limit bit.
enum class ConditionKind : std::uint8_t {
    None,
    MinimumAmount,
    MinimumQuantity,
    Goods,
    AlreadyReduced,
    DateRange,
    Weekday,
    Hours,
    Shop,
    Till,
    Channel,
    Membership,
    Tier,
    Segment,
    Tag,
    MembershipAge,
    NthPurchase,
    LifetimeSpend,
    DaysSincePurchase,
    Birthday,
    Referral,
    Code,
    PaymentMethod,
    Stamps,
    PointsBalance,
    LimitPerReceipt,
    LimitPerCustomer,
    LimitPerDay,
    LimitPerCode,
    LimitTotal,
    Budget,
    Cap,
    Floor,
    ExclusiveOffer,
    MaximumAmount,
    MaximumQuantity,
    DifferentGoods,
    OnlyGoods,
    Right,  // this till may not spend more points by itself: others may spend them
};

// 40.00 more · 1 unit more · 15 points more · 3 purchases (days) more · from that instant · a tier,
// a tag, a code.
using Distance =
    std::variant<std::monostate, Money, Quantity, Points, std::int64_t, LocalTime, std::string>;

struct Explanation {
    OfferId offer;
    Localized name;
    Outcome outcome = Outcome::Missing;
    Money amount;                    // Applied: taken off; Limited: not given
    std::optional<OfferId> lost_to;  // Lost
    Money by;                        // Lost: how much better the other was for the customer
    ConditionKind condition = ConditionKind::None;
    Distance distance;
    Distance further;         // a tier: what is lacking to it
    std::uint32_t order = 0;  // Applied: 1, 2, … in order of application; else 0
    // Missing, where adding goods would do it: what they would cost, and what the offer would then
    // save.
    struct Hint {
        Money cost;
        Money saves;
        bool operator==(const Hint&) const = default;
    };
    std::optional<Hint> hint;
    Localized lost_to_name;    // of `lost_to`
    Points points;             // Applied: given by it; Limited: not given
    bool approximate = false;  // the search for the best reached its work limit (Applied, Lost)
    bool operator==(const Explanation&) const = default;
};

class Publication;

// What to say of it to cashier and customer, in either language.
Phrase words(const Explanation& explanation);
// The same by whoever has the publication: levels by their names, and what goes to an account in
// money as money.
Phrase words(const Explanation& explanation, const Publication& publication);

}  // namespace kopilka
