#include "sync/server/repair.h"

#include "pos/core/check.h"
#include "pos/sale/lots.h"
#include "pos/sale/member_view.h"
#include "sync/server/booking.h"
#include "sync/server/feed.h"
#include "sync/server/journals.h"

#include <algorithm>
#include <array>

namespace kopilka::sync {
namespace {

// No till has an empty id.
RecordId record_of(std::uint64_t decision) { return {TillId{}, Epoch{1}, Sequence{decision}}; }

LedgerRow adjustment(const MemberId& member, std::uint64_t decision, std::uint32_t operation,
                     const ProgrammeId& programme, Points amount, Instant at) {
    LedgerEntry entry{
        operation,   LedgerKind::Adjustment, programme, OfferId{"decision"}, amount, at,
        std::nullopt};
    return {member, tx_id(record_of(decision), operation, at), record_of(decision), entry};
}

// The member's lots follow an adjustment as they follow a return without goods.
void follow(Database& database, const MemberId& member, const std::vector<LedgerRow>& rows,
            Instant at) {
    auto known = find_member(database, member);
    if (!known) return;
    Return moved;
    moved.member = member;
    moved.at.instant = at;
    for (const LedgerRow& row : rows) moved.ledger.push_back(row.entry);
    JournalRecord record;
    record.entry = std::move(moved);
    known->view = view(std::move(known->view), std::span(&record, 1), NewPoints::AsRecorded);
    put_member(database, *std::move(known), next_feed_position(database));
}

// Of a subject "MEMBER PROGRAMME" or "MEMBER MEMBER".
std::string after_space(const Incident& incident) {
    const std::size_t space = incident.subject.find(' ');
    return space == std::string::npos ? "" : incident.subject.substr(space + 1);
}

Points balance_of(Database& database, const MemberId& member, const std::string& programme) {
    const Rows rows = database.run(
        "SELECT coalesce(CAST(sum(amount) AS bigint), 0) FROM ledger WHERE member_id = $1"
        " AND programme_id = $2",
        {value(member.value), value(programme)});
    return Points::of(rows.empty() ? 0 : rows.front().integer(0));
}

// The ledger is the truth: what the lots have less is given, what they have more is taken, from
// the newest first.
void settle_lots(Account& account, Points balance, Instant at) {
    Points less = balance - in_lots(account);
    if (less > kNoPoints) return account.lots.push_back({less, at, std::nullopt});
    for (auto lot = account.lots.rbegin(); lot != account.lots.rend(); ++lot) {
        const Points taken = std::min(lot->amount, -less);
        lot->amount -= taken;
        less += taken;
    }
    std::erase_if(account.lots, [](const Lot& lot) { return lot.amount.is_zero(); });
}

Repaired make_balance_again(Database& database, const Incident& incident, Instant at) {
    if (!incident.member) return Repaired::Gone;
    sum_balances(database, *incident.member);
    auto known = find_member(database, *incident.member);
    if (!known) return Repaired::Done;
    const std::string programme = after_space(incident);
    const Points balance = balance_of(database, *incident.member, programme);
    Account& account = known->view.accounts[ProgrammeId{programme}];
    if (in_lots(account) == balance) return Repaired::Done;
    settle_lots(account, balance, at);
    put_member(database, *std::move(known), next_feed_position(database));
    return Repaired::Done;
}

}  // namespace

Repaired book_again(Database& database, const Incident& incident) {
    const Bytes body = body_of(database, incident.record, incident.branch);
    if (body.empty()) return Repaired::Gone;
    const auto record = read_record(body);
    Bookkeeper bookkeeper(database, Ledger::Asked, now());
    if (record) bookkeeper.foresee(std::array{BranchedRecord{&*record, incident.branch}});
    RecordStatus status = bookkeeper.book(incident.record, record, incident.branch);
    if (status.status == Status::Quarantined) return Repaired::StillQuarantined;
    const std::uint64_t before = bookkeeper.finish();
    if (status.feed_position > 0) status.feed_position += before;
    change_status(database, incident.record, incident.branch, status);
    return Repaired::Done;
}

Repaired make_books_again(Database& database, const Incident& incident) {
    if (incident.kind == IncidentKind::WrongBalance)
        return make_balance_again(database, incident, now());
    const Bytes body = body_of(database, incident.record, incident.branch);
    book_anew(database, incident.record, incident.branch, read_record(body),
              status_of(database, incident.record, incident.branch));
    return Repaired::Done;
}

// Lots stay: what was overspent they do not have anyway, and the ledger comes up to them.
Repaired write_off(Database& database, const Incident& incident, std::uint64_t decision,
                   Instant at) {
    if (!incident.member) return Repaired::Gone;
    const std::string programme = after_space(incident);
    const auto known = find_member(database, *incident.member);
    if (!known) return Repaired::Gone;
    const auto account = known->view.accounts.find(ProgrammeId{programme});
    const Points lots =
        account == known->view.accounts.end() ? kNoPoints : in_lots(account->second);
    const Points less = lots - balance_of(database, *incident.member, programme);
    if (less <= kNoPoints) return Repaired::NothingToUndo;
    add_to_ledger(database,
                  {adjustment(*incident.member, decision, 0, ProgrammeId{programme}, less, at)});
    return Repaired::Done;
}

Repaired reverse(Database& database, const Incident& incident, std::uint64_t decision, Instant at) {
    std::map<MemberId, std::vector<LedgerRow>> undone;
    std::uint32_t operation = 0;
    for (const Row& row : database.run(
             "SELECT member_id, programme_id, amount, branch FROM ledger WHERE till_id = $1"
             " AND epoch = $2 AND sequence = $3 AND amount <> 0 ORDER BY member_id, tx_id",
             {value(incident.record.till.value), value(std::uint64_t{incident.record.epoch.value}),
              value(incident.record.sequence.value)})) {
        if (branch_of(row, 3) != incident.branch) continue;
        const MemberId member{row.array<16>(0)};
        undone[member].push_back(adjustment(member, decision, operation++, ProgrammeId{row.text(1)},
                                            -Points::of(row.integer(2)), at));
    }
    if (undone.empty()) return Repaired::NothingToUndo;
    for (const auto& [member, rows] : undone) {
        add_to_ledger(database, rows);
        follow(database, member, rows, at);
    }
    return Repaired::Done;
}

Repaired leave_card_with(Database& database, const Incident& incident, CaseAction which) {
    const auto first = parse_member_id(incident.subject.substr(0, incident.subject.find(' ')));
    const auto second = parse_member_id(after_space(incident));
    if (!first || !second) return Repaired::Gone;
    const bool keep_first = which == CaseAction::KeepFirst;
    const auto keeper = find_member(database, keep_first ? *first : *second);
    auto other = find_member(database, keep_first ? *second : *first);
    if (!keeper || !other) return Repaired::Gone;
    const auto shared = [&](const std::string& card) {
        return std::ranges::find(keeper->cards, card) != keeper->cards.end();
    };
    std::erase_if(other->cards, shared);
    put_member(database, *std::move(other), next_feed_position(database));
    return Repaired::Done;
}

}  // namespace kopilka::sync
