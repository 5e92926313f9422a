// Leases as the tables have them (schema/010_leases.sql), and reading them. Inside transactions of
// the database.
#pragma once
#include "pos/loyalty/lease.h"
#include "sync/server/database.h"

#include <optional>
#include <string_view>
#include <vector>

namespace kopilka::sync {

struct LeaseRow {
    LentLease lent;
    std::uint64_t feed_position = 0;  // of what the holder is to hear of it
    std::size_t size = 0;             // bytes of it
};
// What a holder has not heard yet of those that nobody declared lost, the oldest first.
std::vector<LeaseRow> leases_after(Database& database, const TillId& holder, std::uint64_t from,
                                   std::size_t most);
// Of one owner, of one holder (nullptr: of all).
std::vector<LeaseRow> leases_of(Database& database, const MemberId* owner, const TillId* holder);

inline constexpr std::string_view kLeaseColumns =
    "member_id, lease_id, holder_id, state, asked_back, ends_at, body, rest, feed_position";
// Of these columns. One that cannot be read would free what is lent: the transaction is given up.
LeaseRow lease_from(Database& database, const Row& row);
Line lease_line(const LentLease& lent, std::uint64_t position);

// Of lease_want: a wish that waits.
Bytes encode_wish(const LeaseWish& wish);
std::optional<LeaseWish> decode_wish(ByteView bytes);

}  // namespace kopilka::sync
