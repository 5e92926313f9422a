// Points that came together and expire together: when they can be spent, and which go first.
#pragma once
#include "pos/core/money.h"
#include "pos/core/time.h"

#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace kopilka {

struct Lot {
    Points amount;
    Instant active;                  // cannot be spent before
    std::optional<Instant> expires;  // cannot be spent from here on; nullopt: never
    bool operator==(const Lot&) const = default;
};

// Of what never expires: later than any other.
constexpr Instant end_of(const Lot& lot) {
    return lot.expires.value_or(Instant{std::numeric_limits<std::int64_t>::max()});
}
constexpr bool is_over(const Lot& lot, Instant at) { return lot.expires && *lot.expires <= at; }
bool can_be_spent(const Lot& lot, Instant at);
// But for the amounts.
bool is_same_lot(const Lot& one, const Lot& other);
// The lot that ends first is spent first, what never expires last; of equal ones the older.
bool is_spent_before(const Lot& one, const Lot& other);

Points sum_of(std::span<const Lot> lots);

// At most so much, in the order in which lots are spent, none of what cannot be spent at that
// moment. Takes it out of `lots`.
std::vector<Lot> cut_slices(std::vector<Lot>& lots, Points most, Instant at);
// Takes `amount` out of that lot. False, and nothing is taken: there is not so much.
bool take_out(std::vector<Lot>& lots, const Lot& lot, Points amount);

}  // namespace kopilka
