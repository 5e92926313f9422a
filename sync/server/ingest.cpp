#include "sync/server/ingest.h"

#include "pos/sale/journal_codec.h"
#include "sync/server/booking.h"
#include "sync/server/incidents.h"
#include "sync/server/journals.h"
#include "sync/server/tables.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <set>
#include <utility>

namespace kopilka::sync {
namespace {

struct Written {  // what a transaction's batches add to the tables
    std::vector<Line> records, heads, branch_records, branch_heads;
};

// One batch under way: looked at, booked, then written with the others. Refusing sets reply_ and
// writes nothing but the case.
class Intake {
public:
    Intake(Database& database, const Delivery& delivery, Instant at)
        : database_(database),
          till_(*delivery.till),
          upload_(*delivery.upload),
          opened_(*delivery.opened),
          at_(at) {}

    // What of it is new; nothing where it is refused.
    std::vector<BranchedRecord> look() {
        refused_ = refuses_chain() || refuses_gap();
        std::vector<BranchedRecord> fresh;
        if (refused_) return fresh;
        if (is_new_branch()) branch_ = Branch{hashes_[known()]};
        if (has_wrong_clock()) {
            corrected_ = opened_.records;
            for (auto& record : corrected_)
                if (record) prolong_nothing_over(*record);
        }
        for (std::size_t i = known(); i < hashes_.size(); ++i)
            if (record(i)) fresh.push_back({&*record(i), branch_});
        return fresh;
    }

    void book(Bookkeeper& bookkeeper) {
        if (refused_) return;
        for (const RecordStatus& status : footing_.held) reply_.statuses.push_back(again(status));
        for (std::size_t i = known(); i < hashes_.size(); ++i)
            reply_.statuses.push_back(keep(i, bookkeeper));
        reply_.watermark = id(hashes_.size() - 1).sequence;
        reply_.forked = is_new_branch() ? std::optional(begin_branch()) : footing_.forked;
        if (has_wrong_clock()) note_clock();
    }

    // What is lent by these very records need not wait for the till's next question for changes.
    void tell_leases(const Bookkeeper& bookkeeper) {
        if (refused_ || !branch_.is_main()) return;
        std::vector<Lease>& told = reply_.leases.lent;
        for (std::size_t i = known(); i < hashes_.size(); ++i) {
            if (!record(i) || !std::holds_alternative<LeaseAsked>(record(i)->entry)) continue;
            for (Lease& lease : bookkeeper.lent_by(id(i)))
                if (told.size() < kMostLeases) told.push_back(std::move(lease));
        }
    }

    // `before`: what the bookkeeper adds to feed positions.
    void write(std::uint64_t before, Written& written) {
        if (refused_) return;
        if (known() == hashes_.size()) return touch_head();
        for (std::size_t i = known(); i < hashes_.size(); ++i) {
            RecordStatus& status = reply_.statuses[i];
            if (status.feed_position > 0) status.feed_position += before;
            (branch_.is_main() ? written.records : written.branch_records)
                .push_back(line_of(i, status));
        }
        Line head = place();
        head.push_back(value(reply_.watermark.value));
        head.push_back(value(hashes_.back().value));
        if (!branch_.is_main()) head.push_back(value(std::uint64_t{reply_.forked->value}));
        (branch_.is_main() ? written.heads : written.branch_heads).push_back(std::move(head));
    }

    UploadReply reply() && { return std::move(reply_); }

private:
    RecordId id(std::size_t i) const {
        return {till_.till, upload_.epoch, Sequence{upload_.first.value + i}};
    }
    const std::optional<JournalRecord>& record(std::size_t i) const {
        return corrected_.empty() ? opened_.records[i] : corrected_[i];
    }
    std::size_t known() const { return footing_.held.size(); }  // the first records of the batch
    bool is_new_branch() const { return known() < hashes_.size() && !footing_.at_tip; }
    // The key of a table of records, but for the sequence.
    Line place() const {
        Line line{value(till_.till.value), value(std::uint64_t{upload_.epoch.value})};
        if (!branch_.is_main()) line.push_back(value(branch_.first.value));
        return line;
    }

    // By record i; nullopt: it cannot be read so far.
    std::optional<Hash256> named_before(std::size_t i) const {
        if (opened_.records[i]) return opened_.records[i]->previous;
        const auto head = decode_head(upload_.records[i]);
        return head ? std::optional(head->previous) : std::nullopt;
    }

    // Each record must name the one before it in the batch.
    bool refuses_chain() {
        for (std::size_t i = 0; i < hashes_.size(); ++i) {
            const auto previous = named_before(i);
            if (i == 0) previous_ = previous;
            if (i == 0 || !previous || *previous == hashes_[i - 1]) continue;
            reply_.refusal = UploadRefusal::BrokenChain;
            reply_.detail = to_string(id(i)) + " does not name its predecessor";
            open_incident(database_, IncidentKind::BrokenChain, id(i), reply_.detail,
                          upload_.records[i], at_);
            return true;
        }
        return false;
    }

    // The record before the batch must be held. A server put back from a backup may have lost it.
    bool refuses_gap() {
        auto footing = find_footing(database_, till_.till, upload_, hashes_, previous_);
        if (footing) {
            footing_ = *std::move(footing);
            branch_ = footing_.branch;
            return false;
        }
        reply_.refusal = UploadRefusal::Gap;
        reply_.detail = "what " + to_string(id(0)) + " follows is not held";
        reply_.watermark = watermark_of(database_, till_.till, upload_.epoch);
        reply_.held = heads_of(database_, till_.till);
        return true;
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
        if (known() == hashes_.size() ||
            has_open_incident(database_, IncidentKind::WrongClock, till_.till))
            return;
        Finding found{IncidentKind::WrongClock, to_string(id(known()), branch_), id(known())};
        found.branch = branch_;
        found.cause = "the till's clock is " + kopilka::sync::words(*upload_.clock);
        found.till_says = "its own time, on this receipt and those after it";
        found.server_holds = "the server's time at which they came";
        open_incident(database_, found, at_);
    }

    RecordStatus keep(std::size_t i, Bookkeeper& bookkeeper) {
        const RecordStatus status = bookkeeper.book(id(i), record(i), branch_);
        if (status.status == Status::Quarantined) {
            open_incident(database_, kind_of(status.cause), id(i), std::string(words(status.cause)),
                          upload_.records[i], at_, branch_);
        }
        return status;
    }

    Line line_of(std::size_t i, const RecordStatus& status) const {
        Line line = place();
        line.insert(line.end(), {value(id(i).sequence.value), value(hashes_[i].value),
                                 static_cast<std::int64_t>(status.status),
                                 static_cast<std::int64_t>(status.cause),
                                 value(status.feed_position), at_.ms, value(upload_.records[i])});
        return line;
    }

    // Records found here may have been committed by a server that fell before its standby had
    // them: answering that they are held waits for the standby only behind a change.
    void touch_head() {
        const bool on_main = branch_.is_main();
        std::vector<Value> of = place();
        database_.run(std::string("UPDATE ") + (on_main ? "journal_head" : "branch_head") +
                          " SET sequence = sequence WHERE till_id = $1 AND epoch = $2" +
                          (on_main ? "" : " AND branch = $3"),
                      of);
    }

    // The epoch in which the copy that sends it goes on.
    Epoch begin_branch() {
        open_incident(database_, IncidentKind::Fork, id(known()),
                      "two copies of the till's journal went on from here: was its disk copied, or "
                      "an old image put back?",
                      upload_.records[known()], at_, branch_);
        return give_epoch(database_, till_.till);
    }

    Database& database_;
    const EnrolledTill& till_;
    const Upload& upload_;
    const OpenedUpload& opened_;
    const std::vector<Hash256>& hashes_ = opened_.hashes;
    Instant at_;
    std::optional<Hash256> previous_;                      // as the first record names it
    std::vector<std::optional<JournalRecord>> corrected_;  // where the clock is wrong
    Footing footing_;
    Branch branch_;  // of the new ones
    bool refused_ = false;
    UploadReply reply_;
};

void write_all(Database& database, const Written& written) {
    const bool all_new = database.add_new(kRecordTable, written.records).empty() &&
                         database.add_new(kBranchRecordTable, written.branch_records).empty();
    if (!all_new)
        database.give_up(
            "a journal's head stands before its last record: restore the backup whole");
    constexpr std::string_view kGoesOn = "sequence = excluded.sequence, hash = excluded.hash";
    database.add_or_change(kHeadTable, kGoesOn, written.heads);
    database.add_or_change(kBranchHeadTable, kGoesOn, written.branch_heads);
}

std::vector<UploadReply> take(Database& database, std::span<const Delivery> deliveries, Instant at,
                              Ledger ledger) {
    std::vector<Intake> intakes;
    std::vector<BranchedRecord> fresh;
    intakes.reserve(deliveries.size());
    for (const Delivery& delivery : deliveries) {
        intakes.emplace_back(database, delivery, at);
        std::ranges::copy(intakes.back().look(), std::back_inserter(fresh));
    }
    Bookkeeper bookkeeper(database, ledger, at);
    bookkeeper.foresee(fresh);
    for (Intake& intake : intakes) intake.book(bookkeeper);
    const std::uint64_t before = bookkeeper.finish();
    Written written;
    std::vector<UploadReply> replies;
    for (Intake& intake : intakes) {
        intake.tell_leases(bookkeeper);
        intake.write(before, written);
        replies.push_back(std::move(intake).reply());
    }
    write_all(database, written);
    return replies;
}

UploadReply refused(UploadRefusal refusal, std::string detail) {
    UploadReply reply;
    reply.refusal = refusal;
    reply.detail = std::move(detail);
    return reply;
}

// What is wrong with the batch whatever is held.
std::optional<UploadReply> refused_at_once(const EnrolledTill& till, const Upload& upload,
                                           std::span<const Hash256> hashes) {
    if (upload.epoch > till.epoch) {
        return refused(UploadRefusal::WrongEpoch,
                       "enrolled into epoch " + std::to_string(till.epoch.value));
    }
    if (hashes.empty() || hashes.back() != upload.head) {
        return refused(UploadRefusal::Nonsense, "the head is not the last record's hash");
    }
    if (!verifies(till.key, head_of(till.till, upload), upload.signature)) {
        return refused(UploadRefusal::BadSignature, "");
    }
    return std::nullopt;
}

OpenedUpload open_records(const Upload& upload) {
    OpenedUpload opened;
    opened.hashes.reserve(upload.records.size());
    opened.records.reserve(upload.records.size());
    for (const Bytes& record : upload.records) {
        opened.hashes.push_back(hash_of(record));
        opened.records.push_back(read_record(record));
    }
    return opened;
}

// In one transaction. Where it cannot be written together, each alone: one must not hold up others.
std::vector<UploadReply> write_together(Database& database, std::span<const Delivery> deliveries,
                                        Instant at) {
    std::vector<UploadReply> replies;
    Ledger ledger = Ledger::HoldsNothing;
    const auto done = database.write(
        [&] { replies = take(database, deliveries, at, std::exchange(ledger, Ledger::Asked)); });
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

UploadReply ingest_proven(Database& database, const EnrolledTill& till, const Upload& upload,
                          Instant at) {
    const OpenedUpload opened = open_records(upload);
    const Delivery delivery{&till, &upload, &opened};
    return write_together(database, std::span(&delivery, 1), at).front();
}

OpenedUpload open_upload(const EnrolledTill& till, const Upload& upload) {
    OpenedUpload opened = open_records(upload);
    opened.refused = refused_at_once(till, upload, opened.hashes);
    return opened;
}

std::vector<UploadReply> ingest(Database& database, std::span<const Delivery> given, Instant at) {
    std::vector<Delivery> deliveries(given.begin(), given.end());
    std::deque<OpenedUpload> opened;
    std::vector<UploadReply> replies(deliveries.size());
    std::vector<std::size_t> waiting;
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        Delivery& one = deliveries[i];
        if (one.opened == nullptr)
            one.opened = &opened.emplace_back(open_upload(*one.till, *one.upload));
        if (one.opened->refused)
            replies[i] = *one.opened->refused;
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
