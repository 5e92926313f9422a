#include "sync/server/reconcile.h"

#include "sync/server/audit.h"
#include "sync/server/closings.h"
#include "sync/server/feed.h"
#include "sync/server/journal_walk.h"
#include "sync/server/journals.h"
#include "sync/server/members_check.h"
#include "sync/server/returns_check.h"

#include <algorithm>

#include <fmt/format.h>

namespace kopilka::sync {
namespace {

void add_records(Database& database, TillSums& till) {
    const std::vector<Value> of_till = {value(till.till.value)};
    for (const char* table : {"record", "branch_record"}) {
        const Rows rows = database.run(
            fmt::format("SELECT count(*), coalesce(sum(CASE WHEN status = 3 THEN 1 ELSE 0 END), 0)"
                        " FROM {} WHERE till_id = $1",
                        table),
            of_till);
        for (const Row& row : rows) {
            till.records += row.natural(0);
            till.quarantined += row.natural(1);
        }
    }
    for (const Row& row : database.run("SELECT epoch, sequence FROM journal_head WHERE till_id = $1"
                                       " ORDER BY epoch DESC LIMIT 1",
                                       of_till)) {
        till.epoch = row.natural(0);
        till.watermark = row.natural(1);
    }
    for (const Row& row :
         database.run("SELECT count(*) FROM branch_head WHERE till_id = $1", of_till))
        till.forks = row.natural(0);
}

void add_receipts(Database& database, TillSums& till) {
    const Rows rows = database.run(
        "SELECT is_return, repriced, count(*) FROM (SELECT is_return, repriced FROM receipt"
        " WHERE till_id = $1 UNION ALL SELECT is_return, repriced FROM branch_receipt"
        " WHERE till_id = $1) r GROUP BY is_return, repriced",
        {value(till.till.value)});
    for (const Row& row : rows) {
        const std::uint64_t count = row.natural(2);
        (row.integer(0) == 0 ? till.sales : till.returns) += count;
        switch (static_cast<Repricing>(row.integer(1))) {
            case Repricing::Waiting: till.waiting += count; break;
            case Repricing::Equal: till.equal += count; break;
            case Repricing::Different: till.different += count; break;
            case Repricing::Nothing: break;
        }
    }
}

// What stands in the books and in no journal.
void find_bookings_of_nothing(Database& database, std::vector<Finding>& findings) {
    for (const Row& row : database.run(
             "SELECT c.till_id, c.epoch, c.sequence, c.business_date, c.number, c.total, c.points,"
             " c.status, NULL FROM receipt c LEFT JOIN record r ON r.till_id = c.till_id"
             " AND r.epoch = c.epoch AND r.sequence = c.sequence WHERE r.till_id IS NULL UNION ALL"
             " SELECT c.till_id, c.epoch, c.sequence, c.business_date, c.number, c.total, c.points,"
             " c.status, c.branch FROM branch_receipt c LEFT JOIN branch_record r"
             " ON r.till_id = c.till_id AND r.epoch = c.epoch AND r.branch = c.branch"
             " AND r.sequence = c.sequence WHERE r.till_id IS NULL")) {
        const RecordId id{TillId{row.text(0)}, Epoch{static_cast<std::uint32_t>(row.natural(1))},
                          Sequence{row.natural(2)}};
        const Branch branch = branch_of(row, 8);
        Finding found{IncidentKind::WrongBooking, to_string(id, branch), id,
                      Date{static_cast<std::int32_t>(row.integer(3))}};
        found.branch = branch;
        found.receipt = ReceiptNumber{row.natural(4)};
        found.cause = "a receipt is booked of which there is no record";
        found.till_says = "nothing";
        found.server_holds = "a receipt of " + to_string(Money::of(row.integer(5)));
        if (row.integer(7) != static_cast<std::int64_t>(Status::Quarantined))
            found.amounts = -Amounts{1, Money::of(row.integer(5)), Points::of(row.integer(6))};
        findings.push_back(std::move(found));
    }
}

std::vector<TillId> tills_of(Database& database) {
    std::vector<TillId> tills;
    for (const Row& row : database.run("SELECT till_id FROM till ORDER BY till_id"))
        tills.push_back(TillId{row.text(0)});
    return tills;
}

void add_till(Database& database, const TillId& id, const Walked& walked, Reconciliation& found) {
    TillSums till;
    till.till = id;
    add_records(database, till);
    add_receipts(database, till);
    if (const auto shifts = walked.shifts.find(id); shifts != walked.shifts.end()) {
        till.z_equal = shifts->second.z_equal;
        till.z_different = shifts->second.z_different;
    }
    found.tills.push_back(till);
}

// One moment of the store; what is no case yet is not explained yet.
std::vector<Finding> look(Database& database, const Outboxes& outboxes, Reconciliation& found) {
    const WalkFacts facts{wrong_ledgers(database), closings(database), late_told(database),
                          outboxes};
    Walked walked;
    for (const TillId& till : tills_of(database)) {
        walk_journal(database, till, facts, walked);
        add_till(database, till, walked, found);
    }
    find_bookings_of_nothing(database, walked.findings);
    found.waiting_returns = check_returns(database, std::move(walked.returns), walked.findings);
    const MembersFound members = check_members(database, facts.wrong_ledgers, walked.findings);
    found.wrong_balances = members.wrong_balances;
    found.overdrawn = members.overdrawn;
    found.days = std::move(walked.sums);
    add_accepted(database, found.days);
    found.members = count(database, "SELECT count(*) FROM person_key") -
                    count(database, "SELECT count(*) FROM member_alias");
    found.goods = thing_keys(database, StoreId{}, ChangeKind::Goods).size();
    found.publications = thing_keys(database, StoreId{}, ChangeKind::Publication).size();
    found.feed_position = feed_head(database);
    return std::move(walked.findings);
}

void add_incidents(const std::vector<Finding>& findings, const std::vector<Incident>& incidents,
                   Reconciliation& found) {
    add_cases(findings, incidents, found.days);
    for (const Incident& incident : incidents) {
        if (incident.action.empty()) found.incidents.push_back(incident);
        found.decided += incident.action.empty() ? 0 : 1;
        if (incident.kind == IncidentKind::LateAcceptance) found.late.push_back(incident);
    }
    for (TillSums& till : found.tills) {
        till.whole = total(found.days, till.till);
        till.sold = till.whole.sold.money;
        till.accepted = till.whole.accepted.money;
        till.in_quarantine = till.whole.quarantined.money;
        till.points = till.whole.accepted.points;
    }
}

}  // namespace

bool Reconciliation::agrees() const {
    const bool no_difference = std::ranges::all_of(
        days, [](const auto& day) { return day.second.difference().is_zero(); });
    const bool z_in_doubt = std::ranges::any_of(
        incidents, [](const Incident& incident) { return incident.kind == IncidentKind::WrongZ; });
    return wrong_balances == 0 && no_difference && !z_in_doubt;
}

std::uint64_t Reconciliation::unexplained() const {
    return static_cast<std::uint64_t>(std::ranges::count_if(
        days, [](const auto& day) { return !day.second.unexplained().is_zero(); }));
}

Result<Reconciliation> reconcile(Database& database, const Outboxes& outboxes, NewCases new_cases) {
    Reconciliation found;
    std::vector<Finding> findings;
    std::vector<Incident> incidents;
    auto done = database.read([&] {
        found = {};
        findings = look(database, outboxes, found);
        incidents = all_incidents(database);
    });
    if (done && !findings.empty() && new_cases == NewCases::Open) {
        done = database.write([&] {
            open_incidents(database, findings, now());
            incidents = all_incidents(database);
        });
    }
    if (!done) return tl::unexpected(done.error());
    add_incidents(findings, incidents, found);
    return found;
}

}  // namespace kopilka::sync
