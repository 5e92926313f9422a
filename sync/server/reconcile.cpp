#include "sync/server/reconcile.h"

#include "pos/sale/journal_codec.h"
#include "pos/sale/report.h"
#include "sync/server/audit.h"
#include "sync/server/booking.h"
#include "sync/server/feed.h"

#include <algorithm>

namespace kopilka::sync {
namespace {

constexpr std::uint64_t kRecordsAtOnce = 1'000;

// A walk through one till's journal: what it sold, and whether each Z report is the sum of its
// shift.
class JournalWalk {
public:
    explicit JournalWalk(TillSums& till) : till_(till) {}

    void meet(ByteView body) {
        const auto record = decode_record(body);
        if (!record) {
            shift_is_whole_ = false;
            return;
        }
        if (const auto effect = effect_of(record->entry)) till_.sold += effect->total;
        if (std::holds_alternative<ShiftOpened>(record->entry)) shift_is_whole_ = true;
        if (const auto* closed = std::get_if<ShiftClosed>(&record->entry)) {
            if (shift_is_whole_) (closed->totals == shift_ ? till_.z_equal : till_.z_different)++;
        } else {
            shift_ = accumulate(shift_, record->entry);
        }
    }

private:
    TillSums& till_;
    ShiftTotals shift_;
    bool shift_is_whole_ = false;  // each of its records could be read
};

void walk_journal(Database& database, TillSums& till) {
    JournalWalk walk(till);
    std::uint64_t epoch = 0;
    std::uint64_t sequence = 0;
    while (true) {
        const Rows rows = database.run(
            "SELECT epoch, sequence, body FROM record WHERE till_id = $1"
            " AND (epoch > $2 OR (epoch = $2 AND sequence > $3)) ORDER BY epoch, sequence LIMIT $4",
            {value(till.till.value), value(epoch), value(sequence), value(kRecordsAtOnce)});
        for (const Row& row : rows) walk.meet(row.bytes(2));
        if (rows.empty()) return;
        epoch = rows.back().natural(0);
        sequence = rows.back().natural(1);
    }
}

void add_records(Database& database, TillSums& till) {
    const std::vector<Value> of_till = {value(till.till.value)};
    for (const Row& row : database.run("SELECT count(*), coalesce(sum(CASE WHEN status = 3 THEN 1"
                                       " ELSE 0 END), 0) FROM record WHERE till_id = $1",
                                       of_till)) {
        till.records = row.natural(0);
        till.quarantined = row.natural(1);
    }
    for (const Row& row : database.run("SELECT epoch, sequence FROM journal_head WHERE till_id = $1"
                                       " ORDER BY epoch DESC LIMIT 1",
                                       of_till)) {
        till.epoch = row.natural(0);
        till.watermark = row.natural(1);
    }
}

void add_receipts(Database& database, TillSums& till) {
    const Rows rows = database.run(
        "SELECT is_return, status, repriced, count(*), CAST(sum(total) AS bigint),"
        " CAST(sum(points) AS bigint) FROM receipt"
        " WHERE till_id = $1 GROUP BY is_return, status, repriced",
        {value(till.till.value)});
    for (const Row& row : rows) {
        const std::uint64_t count = row.natural(3);
        const Money total = Money::of(row.integer(4));
        (row.integer(0) == 0 ? till.sales : till.returns) += count;
        const bool quarantined = row.integer(1) == static_cast<std::int64_t>(Status::Quarantined);
        (quarantined ? till.in_quarantine : till.accepted) += total;
        if (!quarantined) till.points += Points::of(row.integer(5));
        switch (static_cast<Repricing>(row.integer(2))) {
            case Repricing::Waiting: till.waiting += count; break;
            case Repricing::Equal: till.equal += count; break;
            case Repricing::Different: till.different += count; break;
            case Repricing::Nothing: break;
        }
    }
}

Points in_lots(const Member& member, const ProgrammeId& programme) {
    Points sum;
    const auto account = member.view.accounts.find(programme);
    if (account == member.view.accounts.end()) return sum;
    for (const Lot& lot : account->second.lots) sum += lot.amount;
    return sum;
}

// The balance row is a sum kept beside its ledger; the lots say the same once more, except that
// they never fall below zero.
void check_balances(Database& database, Reconciliation& found) {
    found.wrong_balances = count(
        database,
        "SELECT count(*) FROM (SELECT member_id, programme_id, sum(amount) AS points FROM ledger"
        " GROUP BY member_id, programme_id) l LEFT JOIN balance b ON b.member_id = l.member_id"
        " AND b.programme_id = l.programme_id WHERE b.points IS NULL OR b.points <> l.points");
    for (const Row& row : database.run(
             "SELECT b.programme_id, b.points, b.member_id, k.sealed, m.body FROM balance b"
             " JOIN member m ON m.member_id = b.member_id"
             " JOIN person_key k ON k.member_id = b.member_id")) {
        const Member member =
            open_member(database, MemberId{row.array<16>(2)}, row.bytes(3), row.bytes(4));
        const Points lots = in_lots(member, ProgrammeId{row.text(0)});
        found.wrong_balances += lots.count() < row.integer(1) ? 1 : 0;
        found.overdrawn += lots.count() > row.integer(1) ? 1 : 0;
    }
}

}  // namespace

bool Reconciliation::agrees() const {
    const auto right = [](const TillSums& till) {
        return till.difference().is_zero() && till.z_different == 0;
    };
    return wrong_balances == 0 && std::ranges::all_of(tills, right);
}

Result<Reconciliation> reconcile(Database& database) {
    Reconciliation found;
    auto done = database.read([&] {
        for (const Row& row : database.run("SELECT till_id FROM till ORDER BY till_id")) {
            TillSums till;
            till.till = TillId{row.text(0)};
            add_records(database, till);
            add_receipts(database, till);
            walk_journal(database, till);
            found.tills.push_back(till);
        }
        found.members = count(database, "SELECT count(*) FROM person_key") -
                        count(database, "SELECT count(*) FROM member_alias");
        found.goods = thing_keys(database, StoreId{}, ChangeKind::Goods).size();
        found.publications = thing_keys(database, StoreId{}, ChangeKind::Publication).size();
        found.feed_position = feed_head(database);
        check_balances(database, found);
        found.incidents = open_incidents(database);
    });
    if (!done) return tl::unexpected(done.error());
    return found;
}

}  // namespace kopilka::sync
