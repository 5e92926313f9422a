#include "sync/server/sums.h"

#include "sync/server/journals.h"

namespace kopilka::sync {
namespace {

TillDay place_of(const Row& row) {
    return {TillId{row.text(0)}, Date{static_cast<std::int32_t>(row.integer(1))}};
}

Value quarantined() { return static_cast<std::int64_t>(Status::Quarantined); }

// Receipts of every way, and how the ledger names the way of its rows.
struct Receipts {
    const char* table;
    const char* same;  // a row `l` of the ledger is of its way
};
constexpr Receipts kReceipts[] = {{"receipt", "l.branch IS NULL"},
                                  {"branch_receipt", "l.branch = c.branch"}};

}  // namespace

void add_accepted(Database& database, Sums& sums) {
    for (const Receipts& from : kReceipts) {
        const std::string table = from.table;
        for (const Row& row : database.run(
                 "SELECT till_id, business_date, count(*), CAST(sum(total) AS bigint) FROM " +
                     table + " WHERE status <> $1 GROUP BY till_id, business_date",
                 {quarantined()})) {
            Amounts& accepted = sums[place_of(row)].accepted;
            accepted.receipts += row.integer(2);
            accepted.money += Money::of(row.integer(3));
        }
        for (const Row& row : database.run(
                 "SELECT c.till_id, c.business_date, CAST(sum(l.amount) AS bigint) FROM ledger l"
                 " JOIN " +
                     table +
                     " c ON c.till_id = l.till_id AND c.epoch = l.epoch"
                     " AND c.sequence = l.sequence AND " +
                     from.same +
                     " WHERE c.status <> $1"
                     " GROUP BY c.till_id, c.business_date",
                 {quarantined()}))
            sums[place_of(row)].accepted.points += Points::of(row.integer(2));
    }
}

void add_cases(std::span<const Finding> found, std::span<const Incident> incidents, Sums& sums) {
    std::map<std::pair<IncidentKind, std::string>, const Incident*> cases;
    for (const Incident& incident : incidents) {  // of one subject the last one counts
        const Incident*& last = cases[{incident.kind, incident.subject}];
        if (!last || !last->action.empty()) last = &incident;
    }
    for (const Finding& one : found) {
        const auto known = cases.find({one.kind, one.subject});
        if (known == cases.end() || !one.day || !explains_difference(one.kind)) continue;
        DaySums& day = sums[{one.record.till, *one.day}];
        if (known->second->action.empty()) day.explained += one.amounts;
        if (known->second->action == name(CaseAction::Accept)) day.adjusted += one.amounts;
    }
}

// Added up and not joined: however little a planner knows of the tables, each is read once.
LedgerPoints wrong_ledgers(Database& database) {
    LedgerPoints wrong;
    for (const Row& row : database.run(
             "SELECT till_id, epoch, sequence, CAST(sum(booked) AS bigint), branch FROM"
             " (SELECT till_id, epoch, sequence, branch, points AS said, 0 AS booked, 1 AS receipts"
             " FROM branch_receipt WHERE status <> $1 UNION ALL"
             " SELECT till_id, epoch, sequence, NULL, points, 0, 1 FROM receipt WHERE status <> $1"
             " UNION ALL SELECT till_id, epoch, sequence, branch, 0, amount, 0 FROM ledger) one"
             " GROUP BY till_id, epoch, sequence, branch"
             " HAVING sum(receipts) > 0 AND sum(said) <> sum(booked)",
             {quarantined()})) {
        const RecordId id{TillId{row.text(0)}, Epoch{static_cast<std::uint32_t>(row.natural(1))},
                          Sequence{row.natural(2)}};
        wrong[{id, branch_of(row, 4)}] = Points::of(row.integer(3));
    }
    return wrong;
}

DaySums total(const Sums& sums, const TillId& till) {
    DaySums whole;
    for (auto at = sums.lower_bound({till, Date{INT32_MIN}});
         at != sums.end() && at->first.till == till; ++at) {
        const DaySums& day = at->second;
        for (const auto part :
             {&DaySums::sold, &DaySums::accepted, &DaySums::late, &DaySums::quarantined,
              &DaySums::unsent, &DaySums::adjusted, &DaySums::explained})
            whole.*part += day.*part;
        whole.unreadable += day.unreadable;
    }
    return whole;
}

}  // namespace kopilka::sync
