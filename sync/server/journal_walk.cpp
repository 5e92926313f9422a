#include "sync/server/journal_walk.h"

#include "pos/sale/journal_codec.h"
#include "sync/server/booking.h"
#include "sync/server/journals.h"
#include "sync/server/shift_watch.h"

#include <algorithm>

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

struct HeldRecord {
    RecordId id;
    Branch branch;
    Hash256 hash;
    Bytes body;
    bool quarantined = false;
    Instant accepted;
    // As it was booked; nullopt: there is no receipt.
    struct Receipt {
        Amounts amounts;
        bool is_return = false;
        bool quarantined = false;
        std::uint64_t number = 0;
        Date day;
    };
    std::optional<Receipt> receipt{};
};

constexpr auto kQuarantined = static_cast<std::int64_t>(Status::Quarantined);

HeldRecord from_row(const TillId& till, const Way& way, const Row& row) {
    return {{till, way.epoch, Sequence{row.natural(0)}},
            way.branch,
            Hash256{row.array<32>(1)},
            row.bytes(2),
            row.integer(3) == kQuarantined,
            {row.integer(4)},
            {}};
}

HeldRecord::Receipt receipt_from_row(const Row& row) {
    return {{1, Money::of(row.integer(1)), Points::of(row.integer(2))},
            row.integer(3) != 0,
            row.integer(4) == kQuarantined,
            row.natural(5),
            Date{static_cast<std::int32_t>(row.integer(6))}};
}

// Receipts of one way that came after their day's books were closed.
struct Late {
    Amounts amounts;
    RecordId first, last;
    Branch branch;
    Instant accepted;  // the last one
    ReceiptNumber receipt;
    const Closing* closing = nullptr;
};

class JournalWalk {
public:
    JournalWalk(const TillId& till, const WalkFacts& facts, std::vector<UnsentReceipt> unsent,
                Walked& walked)
        : till_(till),
          facts_(facts),
          unsent_(std::move(unsent)),
          walked_(walked),
          shifts_(numbers_of(unsent_), walked.findings) {}

    // An epoch begins after all that its copy had, also after what the server did not hold then; a
    // branch where it leaves. What follows nothing that is held follows what was walked last.
    void begin(const Way& way) {
        const auto point = points_.find(way.previous);
        const bool known = point != points_.end() && point->second.here;
        if (known) shifts_ = way.first.value == 1 ? *point->second.at_end : *point->second.here;
        shifts_.go_on(way.branch);
        if (way.first.value == 1 && epoch_ != Epoch{0}) shifts_.begin_epoch();
        epoch_ = way.epoch;
    }
    void end_way() {
        for (auto& [hash, point] : points_)
            if (std::exchange(point.on_this_way, false)) point.at_end = shifts_;
        if (unreadable_ > 0) sums(day_).unreadable += std::exchange(unreadable_, 0);
        for (const auto& [day, late] : std::exchange(late_, {}))
            walked_.findings.push_back(finding(day, late));
    }
    void will_leave_at(const Hash256& hash) { points_.try_emplace(hash); }

    void meet(const HeldRecord& held) {
        meet_on_its_way(held);
        const auto point = points_.find(held.hash);
        if (point != points_.end()) point->second = {shifts_, shifts_, true};
    }

    void end() {
        for (const UnsentReceipt& one : unsent_) {
            DaySums& day = sums(one.day);
            day.sold += one.amounts;
            day.unsent += one.amounts;
        }
    }

private:
    struct Point {  // after a record that some way goes on from
        std::optional<ShiftWatch> here;
        std::optional<ShiftWatch> at_end;  // of its own way
        bool on_this_way = false;
    };

    void meet_on_its_way(const HeldRecord& held) {
        const auto record = decode_record(held.body);
        if (!record) {
            ++unreadable_;
            return shifts_.meet_unreadable();
        }
        day_ = record->business_date;
        if (unreadable_ > 0) sums(day_).unreadable += std::exchange(unreadable_, 0);
        if (const auto* closed = std::get_if<ShiftClosed>(&record->entry))
            return close_shift(held.id, *closed);
        shifts_.meet(record->entry);
        if (const auto effect = effect_of(record->entry)) meet_receipt(held, *effect);
        if (const auto* back = std::get_if<Return>(&record->entry))
            walked_.returns.push_back({held.id, held.branch, *back, day_, held.accepted});
    }

    static std::set<std::uint64_t> numbers_of(const std::vector<UnsentReceipt>& unsent) {
        std::set<std::uint64_t> numbers;
        for (const UnsentReceipt& one : unsent) numbers.insert(one.number.value);
        return numbers;
    }

    DaySums& sums(Date day) { return walked_.sums[{till_, day}]; }

    void meet_receipt(const HeldRecord& held, const ReceiptEffect& effect) {
        const Amounts amounts{1, effect.total, effect.points};
        DaySums& day = sums(day_);
        day.sold += amounts;
        if (held.quarantined) day.quarantined += amounts;
        check_booking(held, effect, amounts);
        shifts_.meet_receipt(held.id, day_, effect.number, day);
        look_for_late(held, effect, amounts, day);
    }

    void close_shift(const RecordId& id, const ShiftClosed& closed) {
        switch (shifts_.close(id, day_, closed, sums(day_))) {
            case ShiftWatch::Z::Equal: ++walked_.shifts[till_].z_equal; break;
            case ShiftWatch::Z::Different: ++walked_.shifts[till_].z_different; break;
            case ShiftWatch::Z::Unknown: break;
        }
    }

    // A record that says to be another one has no receipt, and waits as it is.
    void check_booking(const HeldRecord& held, const ReceiptEffect& effect,
                       const Amounts& amounts) {
        if (held.quarantined && !held.receipt) return;
        Amounts booked;
        bool right = held.receipt.has_value();
        if (held.receipt) {
            const HeldRecord::Receipt& receipt = *held.receipt;
            Amounts there = receipt.amounts;
            const auto ledger = facts_.wrong_ledgers.find({held.id, held.branch});
            if (ledger != facts_.wrong_ledgers.end()) there.points = ledger->second;
            right = receipt.amounts == amounts && there == amounts &&
                    receipt.is_return == effect.is_return && receipt.day == day_ &&
                    receipt.number == effect.number.value &&
                    receipt.quarantined == held.quarantined;
            if (receipt.day == day_ && !receipt.quarantined) booked = there;
        }
        if (right) return;
        Finding found{IncidentKind::WrongBooking, to_string(held.id, held.branch), held.id, day_,
                      effect.member};
        found.branch = held.branch;
        found.receipt = effect.number;
        found.cause = "what is booked is not what the record says";
        found.till_says = describe_record(held.body);
        found.server_holds = held.receipt
                                 ? "a receipt of " + to_string(held.receipt->amounts.money) + ", " +
                                       to_string(booked) + " in the day's sums"
                                 : "no receipt";
        found.amounts = held.quarantined ? -booked : amounts - booked;
        walked_.findings.push_back(std::move(found));
    }

    void look_for_late(const HeldRecord& held, const ReceiptEffect& effect, const Amounts& amounts,
                       DaySums& day) {
        const auto closing = std::ranges::find_if(facts_.closings, [&](const Closing& one) {
            return one.through >= day_ && one.at < held.accepted;
        });
        if (closing == facts_.closings.end()) return;
        if (!held.quarantined) day.late += amounts;
        const auto told = facts_.late_told.find({{till_, day_}, held.id.epoch, held.branch});
        if (told != facts_.late_told.end() && held.id.sequence <= told->second) return;
        Late& late = late_[day_];
        if (late.amounts.receipts == 0) late.first = held.id;
        late.amounts += amounts;
        late.last = held.id;
        late.branch = held.branch;
        late.accepted = held.accepted;
        late.receipt = effect.number;
        late.closing = &*closing;
    }

    Finding finding(Date day, const Late& late) const {
        Finding found{IncidentKind::LateAcceptance,
                      to_string(late.last, late.branch) + " " + to_string(day), late.last, day};
        found.branch = late.branch;
        found.receipt = late.receipt;
        found.cause =
            "receipts of a closed day came after it was closed: an adjustment of that day";
        found.till_says = to_string(late.amounts) + ", records " + to_string(late.first) + " to " +
                          to_string(late.last);
        found.server_holds = "books closed through " + to_string(late.closing->through) + " at " +
                             to_string(LocalTime{late.closing->at, 0}) + " by " + late.closing->by +
                             "; the last of these accepted at " +
                             to_string(LocalTime{late.accepted, 0});
        found.amounts = late.amounts;
        return found;
    }

    const TillId& till_;
    const WalkFacts& facts_;
    std::vector<UnsentReceipt> unsent_;  // really: not held
    Walked& walked_;
    ShiftWatch shifts_;
    std::map<Hash256, Point> points_;
    Epoch epoch_{0};
    Date day_;
    std::uint64_t unreadable_ = 0;  // they belong to the day of the next one that can be read
    std::map<Date, Late> late_;     // of the way under way
};

// Of what the outbox said when it was asked: what has not come since.
std::vector<UnsentReceipt> still_unsent(Database& database, const TillId& till,
                                        const Outboxes& outboxes) {
    std::vector<UnsentReceipt> unsent;
    const auto said = outboxes.find(till);
    if (said == outboxes.end()) return unsent;
    std::map<std::uint64_t, std::uint64_t> heads;
    for (const Row& row : database.run(
             "SELECT epoch, sequence FROM journal_head WHERE till_id = $1", {value(till.value)}))
        heads[row.natural(0)] = row.natural(1);
    for (const UnsentReceipt& one : said->second)
        if (one.record.sequence.value > heads[one.record.epoch.value]) unsent.push_back(one);
    return unsent;
}

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

// A way's records and receipts, each table in the order of its key: there is nothing to be planned.
class Stretches {
public:
    Stretches(Database& database, const TillId& till, const Way& way)
        : database_(database), till_(till), way_(way) {}

    // The next records; none: the way is at its end.
    std::vector<HeldRecord> next() {
        std::vector<HeldRecord> held;
        for (const Row& row : find("sequence, hash, body, status, accepted_at", "record", INT64_MAX,
                                   " LIMIT " + std::to_string(kRecordsAtOnce)))
            held.push_back(from_row(till_, way_, row));
        if (held.empty()) return held;
        const auto last = static_cast<std::int64_t>(held.back().id.sequence.value);
        auto at = held.begin();
        for (const Row& row :
             find("sequence, total, points, is_return, status, number, business_date", "receipt",
                  last, "")) {
            const Sequence sequence{row.natural(0)};
            while (at->id.sequence < sequence) ++at;
            if (at->id.sequence == sequence) at->receipt = receipt_from_row(row);
        }
        after_ = last;
        return held;
    }

private:
    Rows find(const std::string& columns, const std::string& table, std::int64_t up_to,
              const std::string& limit) {
        const bool on_main = way_.branch.is_main();
        std::vector<Value> values{value(till_.value), value(std::uint64_t{way_.epoch.value}),
                                  after_, up_to};
        if (!on_main) values.push_back(value(way_.branch.first.value));
        return database_.run("SELECT " + columns + " FROM " + (on_main ? "" : "branch_") + table +
                                 " WHERE till_id = $1 AND epoch = $2 AND sequence > $3"
                                 " AND sequence <= $4" +
                                 (on_main ? "" : " AND branch = $5") + " ORDER BY sequence" + limit,
                             values);
    }

    Database& database_;
    const TillId& till_;
    const Way& way_;
    std::int64_t after_ = 0;
};

void walk_way(Database& database, const TillId& till, const Way& way, JournalWalk& walk) {
    Stretches stretches(database, till, way);
    for (auto held = stretches.next(); !held.empty(); held = stretches.next())
        for (const HeldRecord& one : held) walk.meet(one);
}

}  // namespace

void walk_journal(Database& database, const TillId& till, const WalkFacts& facts, Walked& walked) {
    JournalWalk walk(till, facts, still_unsent(database, till, facts.outboxes), walked);
    const std::vector<Way> ways = ways_of(database, till);
    for (const Way& way : ways) walk.will_leave_at(way.previous);
    for (const Way& way : ways) {
        walk.begin(way);
        walk_way(database, till, way, walk);
        walk.end_way();
    }
    walk.end();
}

}  // namespace kopilka::sync
