#include "sync/server/ingest.h"

#include "pos/sale/journal_codec.h"
#include "sync/server/booking.h"
#include "sync/server/incidents.h"
#include "sync/server/tables.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace kopilka::sync {
namespace {

struct Head {  // of what the server holds of this epoch
    Sequence sequence{0};
    Hash256 hash;
};
struct Held {
    Hash256 hash;
    RecordStatus status;
};

std::string words(QuarantineCause cause) {
    switch (cause) {
        case QuarantineCause::None: return "";
        case QuarantineCause::Undecodable: return "the record cannot be read";
        case QuarantineCause::WrongIdentity: return "the record says to be another one";
        case QuarantineCause::UnknownMember: return "the member is not known here";
        case QuarantineCause::UnknownPublication: return "the publication is not known here";
        case QuarantineCause::BadEffect: return "an entry of the points ledger cannot be booked";
    }
    return "";
}

// One batch under way: looked at, booked, then written with the others. Refusing sets reply_ and
// writes nothing but the case.
class Intake {
public:
    Intake(Database& database, const Delivery& delivery, Instant at)
        : database_(database), till_(*delivery.till), upload_(*delivery.upload), at_(at) {}

    // What of it is new; nothing where it is refused.
    std::vector<const JournalRecord*> look() {
        for (const Bytes& record : upload_.records) hashes_.push_back(hash_of(record));
        read_head();
        read_held();
        refused_ = refuses_gap() || refuses_chain();
        std::vector<const JournalRecord*> fresh;
        if (refused_) return fresh;
        records_.resize(hashes_.size());
        for (std::size_t i = 0; i < hashes_.size(); ++i) {
            if (is_held(i)) continue;
            records_[i] = read_record(upload_.records[i]);
            if (!records_[i]) continue;
            if (has_wrong_clock()) prolong_nothing_over(*records_[i]);
            fresh.push_back(&*records_[i]);
        }
        return fresh;
    }

    void book(Bookkeeper& bookkeeper) {
        if (refused_) return;
        for (std::size_t i = 0; i < hashes_.size() && !forked_; ++i) take_one(i, bookkeeper);
        if (forked_) mark_fork();
        if (has_wrong_clock()) note_clock();
    }

    // `before`: what the bookkeeper adds to feed positions.
    void write(std::uint64_t before, std::vector<Line>& records, std::vector<Line>& heads) {
        if (refused_) return;
        for (const std::size_t i : kept_) {
            RecordStatus& status = reply_.statuses[i];
            if (status.feed_position > 0) status.feed_position += before;
            records.push_back(line_of(i, status));
        }
        if (!forked_) keep_head(heads);
    }

    UploadReply reply() && { return std::move(reply_); }

private:
    RecordId id(std::size_t i) const {
        return {till_.till, upload_.epoch, Sequence{upload_.first.value + i}};
    }
    Line place(std::uint64_t sequence) const {
        return {value(till_.till.value), value(std::uint64_t{upload_.epoch.value}),
                value(sequence)};
    }
    bool is_held(std::size_t i) const { return held_.contains(id(i).sequence.value); }

    void read_head() {
        const Rows rows = database_.run(
            "SELECT sequence, hash FROM journal_head WHERE till_id = $1 AND epoch = $2",
            {value(till_.till.value), value(std::uint64_t{upload_.epoch.value})});
        if (!rows.empty()) head_ = {Sequence{rows[0].natural(0)}, Hash256{rows[0].array<32>(1)}};
        reply_.watermark = head_.sequence;
    }

    // What of this batch is here already, in order, and the record before it.
    void read_held() {
        if (upload_.first.value == head_.sequence.value + 1) {
            held_[head_.sequence.value].hash = head_.hash;
            return;
        }
        std::vector<Value> values = place(upload_.first.value - 1);
        values.push_back(value(upload_.first.value + hashes_.size() - 1));
        const Rows rows = database_.run(
            "SELECT sequence, hash, status, cause, feed_position FROM record WHERE till_id = $1"
            " AND epoch = $2 AND sequence >= $3 AND sequence <= $4 ORDER BY sequence",
            values);
        for (const Row& row : rows) {
            held_[row.natural(0)] = {
                Hash256{row.array<32>(1)},
                {static_cast<Status>(row.integer(2)), static_cast<QuarantineCause>(row.integer(3)),
                 row.natural(4)}};
        }
    }

    bool refuses_gap() {
        if (upload_.first.value <= head_.sequence.value + 1) return false;
        reply_.refusal = UploadRefusal::Gap;
        reply_.detail = "send from " + std::to_string(head_.sequence.value + 1);
        return true;
    }

    // Each new record must name the one before it, be that held or in the batch. Where the batch
    // leaves what is held, the journal forked; that is not a broken chain.
    bool refuses_chain() {
        for (std::size_t i = 0; i < hashes_.size(); ++i) {
            const auto held = held_.find(id(i).sequence.value);
            if (held != held_.end() && held->second.hash != hashes_[i]) return false;
            const auto record = decode_head(upload_.records[i]);
            if (!record || names_predecessor(i, record->previous)) continue;
            reply_.refusal = UploadRefusal::BrokenChain;
            reply_.detail = to_string(id(i)) + " does not name its predecessor";
            open_incident(database_, IncidentKind::BrokenChain, id(i), reply_.detail,
                          upload_.records[i], at_);
            return true;
        }
        return false;
    }

    bool names_predecessor(std::size_t i, const Hash256& previous) {
        if (i > 0) return previous == hashes_[i - 1];
        if (upload_.first.value > 1) return previous == held_[upload_.first.value - 1].hash;
        return previous == Hash256() || is_held_anywhere(previous);
    }

    // The first record of an epoch names the last one held of the till's earlier epochs.
    bool is_held_anywhere(const Hash256& hash) {
        return !database_
                    .run("SELECT sequence FROM journal_head WHERE till_id = $1 AND epoch < $2",
                         {value(till_.till.value), value(std::uint64_t{upload_.epoch.value})})
                    .empty() &&
               !database_
                    .run("SELECT sequence FROM record WHERE till_id = $1 AND hash = $2",
                         {value(till_.till.value), value(hash.value)})
                    .empty();
    }

    void take_one(std::size_t i, Bookkeeper& bookkeeper) {
        const auto held = held_.find(id(i).sequence.value);
        if (held == held_.end()) {
            reply_.statuses.push_back(keep(i, bookkeeper));
        } else if (held->second.hash == hashes_[i]) {
            reply_.statuses.push_back(again(held->second.status));
        } else {
            forked_ = true;
        }
    }

    // A quarantined record stays one however often it is sent: the till may not have heard it.
    static RecordStatus again(RecordStatus status) {
        if (status.status == Status::Applied) status.status = Status::Duplicate;
        return status;
    }

    bool has_wrong_clock() const { return upload_.clock && is_wrong(*upload_.clock); }

    // A clock that is late says that lots live which are over: no receipt revives them.
    void prolong_nothing_over(JournalRecord& record) const {
        auto* sale = std::get_if<Sale>(&record.entry);
        if (!sale || upload_.clock->ahead_ms >= 0) return;
        for (LedgerEntry& entry : sale->ledger) {
            if (entry.kind != LedgerKind::Prolongation) continue;
            const Instant by_the_server{entry.active.ms - upload_.clock->ahead_ms};
            entry.active = std::max(entry.active, std::min(by_the_server, at_));
        }
    }

    // One case for as long as nobody has looked at it; the receipts stand as they are.
    void note_clock() {
        if (kept_.empty() || has_open_incident(database_, IncidentKind::WrongClock, till_.till))
            return;
        open_incident(database_, IncidentKind::WrongClock, id(kept_.front()),
                      "the till's clock is " + kopilka::sync::words(*upload_.clock), {}, at_);
    }

    RecordStatus keep(std::size_t i, Bookkeeper& bookkeeper) {
        const RecordStatus status = bookkeeper.book(id(i), records_[i]);
        if (status.status == Status::Quarantined) {
            open_incident(database_, IncidentKind::Quarantine, id(i), words(status.cause), {}, at_);
        }
        kept_.push_back(i);
        return status;
    }

    Line line_of(std::size_t i, const RecordStatus& status) const {
        Line line = place(id(i).sequence.value);
        line.insert(line.end(), {value(hashes_[i].value), static_cast<std::int64_t>(status.status),
                                 static_cast<std::int64_t>(status.cause),
                                 value(status.feed_position), at_.ms, value(upload_.records[i])});
        return line;
    }

    // From the first record that differs on, nothing of the batch is held.
    void mark_fork() {
        const std::size_t common = reply_.statuses.size();
        reply_.watermark = Sequence{upload_.first.value + common - 1};
        reply_.statuses.resize(hashes_.size(), {Status::Conflict, QuarantineCause::None, 0});
        open_incident(database_, IncidentKind::Fork, id(common),
                      "the till sent another record under a number that is held",
                      upload_.records[common], at_);
    }

    void keep_head(std::vector<Line>& heads) {
        const std::uint64_t last = upload_.first.value + hashes_.size() - 1;
        reply_.watermark = std::max(head_.sequence, Sequence{last});
        if (last <= head_.sequence.value) return;
        Line line = place(last);
        line.push_back(value(hashes_.back().value));
        heads.push_back(std::move(line));
    }

    Database& database_;
    const EnrolledTill& till_;
    const Upload& upload_;
    Instant at_;
    std::vector<Hash256> hashes_;
    std::vector<std::optional<JournalRecord>> records_;  // the new ones
    std::vector<std::size_t> kept_;
    Head head_;
    std::map<std::uint64_t, Held> held_;
    bool refused_ = false;
    bool forked_ = false;
    UploadReply reply_;
};

std::vector<UploadReply> take(Database& database, std::span<const Delivery> deliveries,
                              Instant at) {
    std::vector<Intake> intakes;
    std::vector<const JournalRecord*> fresh;
    intakes.reserve(deliveries.size());
    for (const Delivery& delivery : deliveries) {
        intakes.emplace_back(database, delivery, at);
        std::ranges::copy(intakes.back().look(), std::back_inserter(fresh));
    }
    Bookkeeper bookkeeper(database);
    bookkeeper.foresee(fresh);
    for (Intake& intake : intakes) intake.book(bookkeeper);
    const std::uint64_t before = bookkeeper.finish();
    std::vector<Line> records, heads;
    std::vector<UploadReply> replies;
    for (Intake& intake : intakes) {
        intake.write(before, records, heads);
        replies.push_back(std::move(intake).reply());
    }
    if (!database.add_new(kRecordTable, records).empty())
        database.give_up(
            "a journal's head stands before its last record: restore the backup whole");
    database.add_or_change(kHeadTable, "sequence = excluded.sequence, hash = excluded.hash", heads);
    return replies;
}

UploadReply refused(UploadRefusal refusal, std::string detail) {
    UploadReply reply;
    reply.refusal = refusal;
    reply.detail = std::move(detail);
    return reply;
}

// What is wrong with the batch whatever is held.
std::optional<UploadReply> refused_at_once(const EnrolledTill& till, const Upload& upload) {
    if (upload.epoch > till.epoch) {
        return refused(UploadRefusal::WrongEpoch,
                       "enrolled into epoch " + std::to_string(till.epoch.value));
    }
    if (upload.records.empty() || hash_of(upload.records.back()) != upload.head) {
        return refused(UploadRefusal::Nonsense, "the head is not the last record's hash");
    }
    const BatchHead signed_head{till.till, upload.epoch, upload.first,
                                static_cast<std::uint32_t>(upload.records.size()), upload.head};
    if (!verifies(till.key, signed_head, upload.signature)) {
        return refused(UploadRefusal::BadSignature, "");
    }
    return std::nullopt;
}

// In one transaction. Where it cannot be written together, each alone: one must not hold up others.
std::vector<UploadReply> write_together(Database& database, std::span<const Delivery> deliveries,
                                        Instant at) {
    std::vector<UploadReply> replies;
    const auto done = database.write([&] { replies = take(database, deliveries, at); });
    if (done) return replies;
    const bool each_alone = deliveries.size() > 1 && done.error().code != Errc::Disconnected &&
                            done.error().code != Errc::Busy;
    replies.clear();
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        replies.push_back(each_alone
                              ? write_together(database, deliveries.subspan(i, 1), at).front()
                              : refused(UploadRefusal::Busy, done.error().detail));
    }
    return replies;
}

}  // namespace

UploadReply ingest(Database& database, const EnrolledTill& till, const Upload& upload, Instant at) {
    const Delivery delivery{&till, &upload};
    return ingest(database, std::span(&delivery, 1), at).front();
}

std::vector<UploadReply> ingest(Database& database, std::span<const Delivery> deliveries,
                                Instant at) {
    std::vector<UploadReply> replies(deliveries.size());
    std::vector<std::size_t> waiting;
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        if (auto no = refused_at_once(*deliveries[i].till, *deliveries[i].upload))
            replies[i] = *std::move(no);
        else
            waiting.push_back(i);
    }
    // A till's second batch goes on where its first one ends: it comes in the next transaction.
    while (!waiting.empty()) {
        std::set<TillId> tills;
        std::vector<std::size_t> now, later;
        std::vector<Delivery> together;
        for (const std::size_t i : waiting) {
            const bool first = tills.insert(deliveries[i].till->till).second;
            (first ? now : later).push_back(i);
            if (first) together.push_back(deliveries[i]);
        }
        const auto answered = write_together(database, together, at);
        for (std::size_t i = 0; i < now.size(); ++i) replies[now[i]] = answered[i];
        waiting = std::move(later);
    }
    return replies;
}

}  // namespace kopilka::sync
