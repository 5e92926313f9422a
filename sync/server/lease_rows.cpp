#include "sync/server/lease_rows.h"

#include "pos/sale/value_codec.h"

#include <string>

namespace kopilka::sync {

LeaseRow lease_from(Database& database, const Row& row) {
    LeaseRow found;
    auto lease = decode_lease(row.bytes(6));
    auto rest = decode_lease(row.bytes(7));
    if (!lease || !rest) {
        database.give_up("lease " + row.text(1) + " cannot be read");
        return found;
    }
    found.lent = {*std::move(lease),
                  TillId{row.text(2)},
                  Instant{row.integer(5)},
                  rest->slices,
                  static_cast<LeaseState>(row.integer(3)),
                  row.integer(4) == 1};
    found.feed_position = row.natural(8);
    found.size = row.bytes(6).size();
    return found;
}

Line lease_line(const LentLease& lent, std::uint64_t position) {
    Lease rest = lent.lease;
    rest.slices = lent.left;
    return {value(lent.lease.purse.owner.value),
            value(to_string(lent.lease.id)),
            value(lent.holder.value),
            value(lent.lease.purse.name),
            static_cast<std::int64_t>(lent.state),
            std::int64_t{lent.asked_back},
            lent.ends.ms,
            sum_of(lent.lease.slices).count(),
            sum_of(lent.left).count(),
            value(position),
            value(encode(lent.lease)),
            value(encode(rest))};
}

// As a lease of nothing: what a wish has in common with one.
Bytes encode_wish(const LeaseWish& wish) {
    Lease lease;
    lease.purse = wish.purse;
    lease.use = wish.use;
    lease.lasts_ms = wish.lasts_ms;
    lease.slices = {{wish.most, {}, {}}};
    return encode(lease);
}

std::optional<LeaseWish> decode_wish(ByteView bytes) {
    const auto lease = decode_lease(bytes);
    if (!lease || lease->slices.size() != 1) return std::nullopt;
    return LeaseWish{lease->purse, lease->use, lease->slices.front().amount, lease->lasts_ms};
}

std::vector<LeaseRow> leases_after(Database& database, const TillId& holder, std::uint64_t from,
                                   std::size_t most) {
    std::vector<LeaseRow> found;
    for (const Row& row :
         database.run("SELECT " + std::string(kLeaseColumns) +
                          " FROM lease WHERE holder_id = $1 AND feed_position > $2 AND state = 0"
                          " ORDER BY feed_position LIMIT $3",
                      {value(holder.value), value(from), value(std::uint64_t{most})}))
        found.push_back(lease_from(database, row));
    return found;
}

std::vector<LeaseRow> leases_of(Database& database, const MemberId* owner, const TillId* holder) {
    std::string sql = "SELECT " + std::string(kLeaseColumns) + " FROM lease";
    std::vector<Value> values;
    if (owner) {
        values.push_back(value(owner->value));
        sql += " WHERE member_id = $1";
    }
    if (holder) {
        values.push_back(value(holder->value));
        sql += (owner ? " AND holder_id = $2" : " WHERE holder_id = $1");
    }
    std::vector<LeaseRow> found;
    for (const Row& row : database.run(sql + " ORDER BY member_id, lease_id", values))
        found.push_back(lease_from(database, row));
    return found;
}

}  // namespace kopilka::sync
