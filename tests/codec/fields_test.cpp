// fields.h lists every member of each struct: a forgotten one would be lost silently, since both
// directions and the generated values walk the same list.
#include "pos/sale/fields.h"

#include <boost/pfr/tuple_size.hpp>

namespace kopilka {
namespace {

template <typename T>
constexpr bool kIsComplete =
    boost::pfr::tuple_size_v<T> == std::tuple_size_v<decltype(fields(std::declval<T&>()))>;

template <typename... Ts>
constexpr bool all_complete(std::type_identity<std::variant<Ts...>>) {
    return (kIsComplete<Ts> && ...);
}

static_assert(all_complete(std::type_identity<JournalEntry>{}));
static_assert(all_complete(
    std::type_identity<std::variant<
        Localized, LocalTime, RecordId, Tender, BasketLine, Basket, LedgerEntry, Lot, Account,
        Standing, MemberView, Person, Member, Goods, Category, ShiftTotals, Draft, PriceContext,
        LineSaving, PricedLine, Gift, IssuedCoupon, ReturnedUnit, StoreVisits, LeaseId, HeldSlice,
        Rights, Purse, Lease, LeaseWish, AskedAt, LeaseBack>>{}));

}  // namespace
}  // namespace kopilka
