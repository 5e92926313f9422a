#include "sync/server/reconcile.h"

#include "pos/sale/journal_codec.h"
#include "pos/sale/report.h"
#include "sync/server/audit.h"
#include "sync/server/booking.h"
#include "sync/server/feed.h"
#include "sync/server/journals.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace kopilka::sync {
namespace {

constexpr std::uint64_t kRecordsAtOnce = 1'000;

// One way of a till's journal through one epoch.
struct Way {
    Epoch epoch;
    Branch branch;
    Sequence first;
    Hash256 previous;  // of its first record
};

// Each after the one that it follows or leaves.
std::vector<Way> ways_of(Database& database, const TillId& till) {
    const Rows rows = database.run(
        "SELECT epoch, sequence, body, NULL FROM record WHERE till_id = $1 AND sequence = 1"
        " UNION ALL SELECT epoch, sequence, body, branch FROM branch_record WHERE till_id = $1"
        " AND hash = branch ORDER BY epoch, sequence",
        {value(till.value)});
    std::vector<Way> ways;
    for (const Row& row : rows) {
        const auto head = decode_head(row.bytes(2));
        ways.push_back({Epoch{static_cast<std::uint32_t>(row.natural(0))}, branch_of(row, 3),
                        Sequence{row.natural(1)}, head ? head->previous : Hash256()});
    }
    return ways;
}

// A walk through one till's journal: what it sold, and whether each Z report is the sum of its
// shift, of the records that its own copy had.
class JournalWalk {
public:
    JournalWalk(Database& database, TillSums& till) : database_(database), till_(till) {}

    void walk() {
        const std::vector<Way> ways = ways_of(database_, till_.till);
        for (const Way& way : ways) points_.try_emplace(way.previous);
        for (const Way& way : ways) {
            shift_ = before(way);
            walk(way);
            for (auto& [hash, point] : points_)
                if (std::exchange(point.on_this_way, false)) point.at_end = shift_;
        }
    }

private:
    struct Shift {
        ShiftTotals totals;
        bool is_whole = false;  // each of its records could be read
    };
    struct Point {  // after a record that some way goes on from
        Shift here;
        Shift at_end;  // of its own way
        bool on_this_way = false;
    };

    // An epoch begins after all that its copy had, also after what the server did not hold then.
    Shift before(const Way& way) const {
        const Point& point = points_.at(way.previous);
        return way.first.value == 1 ? point.at_end : point.here;
    }

    void walk(const Way& way) {
        const bool on_main = way.branch.is_main();
        const std::string sql = fmt::format(
            "SELECT sequence, hash, body FROM {} WHERE till_id = $1 AND epoch = $2"
            " AND sequence > $3 {} ORDER BY sequence LIMIT {}",
            on_main ? "record" : "branch_record", on_main ? "" : "AND branch = $4", kRecordsAtOnce);
        std::uint64_t sequence = 0;
        while (true) {
            std::vector<Value> values{value(till_.till.value),
                                      value(std::uint64_t{way.epoch.value}), value(sequence)};
            if (!on_main) values.push_back(value(way.branch.first.value));
            const Rows rows = database_.run(sql, values);
            for (const Row& row : rows) meet(Hash256{row.array<32>(1)}, row.bytes(2));
            if (rows.empty()) return;
            sequence = rows.back().natural(0);
        }
    }

    void meet(const Hash256& hash, ByteView body) {
        if (const auto record = decode_record(body))
            meet(record->entry);
        else
            shift_.is_whole = false;
        const auto point = points_.find(hash);
        if (point != points_.end()) point->second = {shift_, shift_, true};
    }

    void meet(const JournalEntry& entry) {
        if (const auto effect = effect_of(entry)) till_.sold += effect->total;
        if (std::holds_alternative<ShiftOpened>(entry)) shift_.is_whole = true;
        const auto* closed = std::get_if<ShiftClosed>(&entry);
        if (closed == nullptr) {
            shift_.totals = accumulate(shift_.totals, entry);
        } else if (shift_.is_whole) {
            (closed->totals == shift_.totals ? till_.z_equal : till_.z_different)++;
        }
    }

    Database& database_;
    TillSums& till_;
    std::map<Hash256, Point> points_;
    Shift shift_;
};

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
        "SELECT is_return, status, repriced, count(*), CAST(sum(total) AS bigint),"
        " CAST(sum(points) AS bigint) FROM (SELECT is_return, status, repriced, total, points"
        " FROM receipt WHERE till_id = $1 UNION ALL SELECT is_return, status, repriced, total,"
        " points FROM branch_receipt WHERE till_id = $1) r GROUP BY is_return, status, repriced",
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
            JournalWalk(database, till).walk();
            found.tills.push_back(till);
        }
        found.members = count(database, "SELECT count(*) FROM person_key");
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
