#include "sync/server/sums.h"

#include "sync/server/journals.h"

namespace kopilka::sync {
namespace {

TillDay place_of(const Row& row) {
    return {TillId{row.text(0)}, Date{static_cast<std::int32_t>(row.integer(1))}};
}

Value quarantined() { return static_cast<std::int64_t>(Status::Quarantined); }

// Each record with what its receipt says and what its entries are; no day: there is no receipt that
// counts. Added up and not joined: however little a planner knows of the tables, each is read once.
constexpr std::string_view kBookings =
    "(SELECT till_id, epoch, sequence, branch, max(business_date) AS business_date,"
    " sum(said) AS said, CAST(sum(booked) AS bigint) AS booked FROM"
    " (SELECT till_id, epoch, sequence, branch, business_date, points AS said, 0 AS booked"
    " FROM branch_receipt WHERE status <> $1 UNION ALL"
    " SELECT till_id, epoch, sequence, NULL, business_date, points, 0 FROM receipt"
    " WHERE status <> $1 UNION ALL"
    " SELECT till_id, epoch, sequence, branch, NULL, 0, amount FROM ledger) part"
    " GROUP BY till_id, epoch, sequence, branch) booking";

}  // namespace

void add_accepted(Database& database, Sums& sums) {
    for (const std::string table : {"receipt", "branch_receipt"})
        for (const Row& row : database.run(
                 "SELECT till_id, business_date, count(*), CAST(sum(total) AS bigint) FROM " +
                     table + " WHERE status <> $1 GROUP BY till_id, business_date",
                 {quarantined()})) {
            Amounts& accepted = sums[place_of(row)].accepted;
            accepted.receipts += row.integer(2);
            accepted.money += Money::of(row.integer(3));
        }
    for (const Row& row :
         database.run("SELECT till_id, business_date, CAST(sum(booked) AS bigint) FROM " +
                          std::string(kBookings) +
                          " WHERE business_date IS NOT NULL GROUP BY till_id, business_date",
                      {quarantined()}))
        sums[place_of(row)].accepted.points += Points::of(row.integer(2));
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

LedgerPoints wrong_ledgers(Database& database) {
    LedgerPoints wrong;
    for (const Row& row : database.run("SELECT till_id, epoch, sequence, booked, branch FROM " +
                                           std::string(kBookings) +
                                           " WHERE business_date IS NOT NULL AND said <> booked",
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
