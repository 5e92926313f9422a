#include "sync/server/ingest.h"

#include "pos/sale/journal_codec.h"
#include "sync/server/booking.h"
#include "sync/server/incidents.h"

#include <algorithm>

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

Hash256 hash_from(const Bytes& bytes) {
    Hash256 hash;
    if (bytes.size() == hash.value.size()) std::ranges::copy(bytes, hash.value.begin());
    return hash;
}

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

// One batch under way. Refusing sets reply_ and writes nothing but the case.
class Intake {
public:
    Intake(Database& database, const EnrolledTill& till, const Upload& upload, Instant at)
        : database_(database), till_(till), upload_(upload), at_(at), bookkeeper_(database) {
        for (const Bytes& record : upload.records) hashes_.push_back(hash_of(record));
    }

    UploadReply take() {
        read_head();
        read_held();
        if (refuses_gap() || refuses_chain()) return reply_;
        for (std::size_t i = 0; i < hashes_.size() && !forked_; ++i) take_one(i);
        if (forked_) mark_fork();
        bookkeeper_.finish();
        if (!forked_) reply_.watermark = keep_head();
        return reply_;
    }

private:
    RecordId id(std::size_t i) const {
        return {till_.till, upload_.epoch, Sequence{upload_.first.value + i}};
    }
    std::vector<Value> place(std::uint64_t sequence) const {
        return {value(till_.till.value), value(std::uint64_t{upload_.epoch.value}),
                value(sequence)};
    }

    void read_head() {
        const Rows rows = database_.run(
            "SELECT sequence, hash FROM journal_head WHERE till_id = $1 AND epoch = $2",
            {value(till_.till.value), value(std::uint64_t{upload_.epoch.value})});
        if (!rows.empty()) head_ = {Sequence{rows[0].natural(0)}, hash_from(rows[0].bytes(1))};
        reply_.watermark = head_.sequence;
    }

    // What of this batch is here already, in order, and the record before it.
    void read_held() {
        std::vector<Value> values = place(upload_.first.value - 1);
        values.push_back(value(upload_.first.value + hashes_.size() - 1));
        const Rows rows = database_.run(
            "SELECT sequence, hash, status, cause, feed_position FROM record WHERE till_id = $1"
            " AND epoch = $2 AND sequence >= $3 AND sequence <= $4 ORDER BY sequence",
            values);
        for (const Row& row : rows) {
            held_[row.natural(0)] = {
                hash_from(row.bytes(1)),
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

    void take_one(std::size_t i) {
        const auto held = held_.find(id(i).sequence.value);
        if (held == held_.end()) {
            reply_.statuses.push_back(keep(i));
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

    RecordStatus keep(std::size_t i) {
        const RecordStatus status = bookkeeper_.book(id(i), upload_.records[i]);
        if (status.status == Status::Quarantined) {
            open_incident(database_, IncidentKind::Quarantine, id(i), words(status.cause), {}, at_);
        }
        std::vector<Value> values = place(id(i).sequence.value);
        values.insert(values.end(),
                      {value(hashes_[i].value), static_cast<std::int64_t>(status.status),
                       static_cast<std::int64_t>(status.cause), value(status.feed_position), at_.ms,
                       value(upload_.records[i])});
        database_.run(
            "INSERT INTO record (till_id, epoch, sequence, hash, status, cause,"
            " feed_position, accepted_at, body)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            values);
        return status;
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

    Sequence keep_head() {
        const std::uint64_t last = upload_.first.value + hashes_.size() - 1;
        if (last <= head_.sequence.value) return head_.sequence;
        std::vector<Value> values = place(last);
        values.push_back(value(hashes_.back().value));
        database_.run(
            "INSERT INTO journal_head (till_id, epoch, sequence, hash)"
            " VALUES ($1, $2, $3, $4) ON CONFLICT (till_id, epoch) DO UPDATE SET"
            " sequence = excluded.sequence, hash = excluded.hash",
            values);
        return Sequence{last};
    }

    Database& database_;
    const EnrolledTill& till_;
    const Upload& upload_;
    Instant at_;
    Bookkeeper bookkeeper_;
    std::vector<Hash256> hashes_;
    Head head_;
    std::map<std::uint64_t, Held> held_;
    bool forked_ = false;
    UploadReply reply_;
};

UploadReply refused(UploadRefusal refusal, std::string detail) {
    UploadReply reply;
    reply.refusal = refusal;
    reply.detail = std::move(detail);
    return reply;
}

}  // namespace

UploadReply ingest(Database& database, const EnrolledTill& till, const Upload& upload, Instant at) {
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
    UploadReply reply;
    auto done = database.write([&] { reply = Intake(database, till, upload, at).take(); });
    if (!done) return refused(UploadRefusal::Busy, done.error().detail);
    return reply;
}

}  // namespace kopilka::sync
