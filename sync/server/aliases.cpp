#include "sync/server/aliases.h"

#include "sync/server/tables.h"

namespace kopilka::sync {
namespace {

void replace(MemberId& id, const Aliases& aliases) {
    const auto alias = aliases.find(id);
    if (alias != aliases.end()) id = alias->second;
}

void replace(std::optional<MemberId>& id, const Aliases& aliases) {
    if (id) replace(*id, aliases);
}

void replace(std::vector<LedgerEntry>& ledger, const Aliases& aliases) {
    for (LedgerEntry& entry : ledger) replace(entry.member, aliases);
}

struct Replace {
    const Aliases& aliases;
    void operator()(Sale& sale) const {
        if (sale.member) replace(sale.member->id, aliases);
        replace(sale.ledger, aliases);
    }
    void operator()(Return& back) const {
        replace(back.member, aliases);
        replace(back.ledger, aliases);
    }
    void operator()(ProfileFilled& filled) const { replace(filled.member, aliases); }
    template <typename Entry>
    void operator()(Entry&) const {}  // names nobody
};

}  // namespace

bool was_anybody_merged(Database& database) {
    return count(database, "SELECT count(*) FROM (SELECT 1 FROM member_alias LIMIT 1) one") > 0;
}

Aliases find_aliases(Database& database, const std::set<MemberId>& ids) {
    Aliases found;
    if (ids.empty() || !was_anybody_merged(database)) return found;
    std::vector<Line> keys;
    for (const MemberId& id : ids) keys.push_back({value(id.value)});
    for (const Row& row : database.find("member_id, survivor_id", kMemberAliasTable, keys))
        found[MemberId{row.array<16>(0)}] = MemberId{row.array<16>(1)};
    return found;
}

std::optional<MemberId> survivor_of(Database& database, const MemberId& id) {
    const Rows rows = database.run("SELECT survivor_id FROM member_alias WHERE member_id = $1",
                                   {value(id.value)});
    if (rows.empty()) return std::nullopt;
    return MemberId{rows.front().array<16>(0)};
}

std::vector<MemberId> aliases_of(Database& database, const MemberId& survivor) {
    std::vector<MemberId> found;
    for (const Row& row : database.run(
             "SELECT member_id FROM member_alias WHERE survivor_id = $1 ORDER BY member_id",
             {value(survivor.value)}))
        found.push_back(MemberId{row.array<16>(0)});
    return found;
}

JournalRecord as_survivors(JournalRecord record, const Aliases& aliases) {
    std::visit(Replace{aliases}, record.entry);
    return record;
}

std::vector<LedgerRow> moved(const LedgerRow& recorded, const MemberId& survivor) {
    if (recorded.entry.amount.is_zero()) return {};
    // A name that no till can have: the entries of the record itself have the till's.
    const RecordId move{TillId{"moved of " + recorded.record.till.value}, recorded.record.epoch,
                        recorded.record.sequence};
    LedgerRow away = recorded;
    away.tx = tx_id(move, recorded.entry.operation, recorded.entry.active, recorded.branch);
    away.entry.kind = LedgerKind::Adjustment;
    away.entry.lease.reset();
    LedgerRow to = away;
    to.member = survivor;
    away.entry.amount = -away.entry.amount;
    return {away, to};
}

}  // namespace kopilka::sync
