#include "pos/store/journal.h"

#include "pos/files/durable.h"
#include "pos/sale/value_codec.h"
#include "pos/store/checked_value.h"
#include "pos/store/held_leases.h"
#include "pos/store/journal_queries.h"
#include "pos/store/journal_schema.h"

namespace kopilka {

using lmdb::Access;
using lmdb::Transaction;

namespace {

lmdb::EnvironmentOptions options_for(const std::filesystem::path& data, Access access,
                                     const JournalTuning& tuning) {
    return {journal_folder(data), access, tuning.map_bytes, tuning.reserve_bytes, schema::tables()};
}

Result<void> put_drafts(Transaction& transaction, const DraftChanges& drafts) {
    for (const Draft& draft : drafts.put) {
        auto put = transaction.put(schema::kDrafts, schema::draft_key(draft.id),
                                   with_check(encode(draft)));
        if (!put) return put;
    }
    for (const std::uint64_t id : drafts.remove) {
        const auto removed = transaction.remove(schema::kDrafts, schema::draft_key(id));
        if (!removed) return tl::unexpected(removed.error());
    }
    return {};
}

// What cannot be read back is not written: a record outside the format's bounds is our bug or a
// basket no shop has, and must not stop the journal for good.
Result<Bytes> readable_bytes(const JournalRecord& record) {
    Bytes bytes = encode(record);
    const auto again = decode_record(bytes);
    if (again) return bytes;
    return fail(Errc::Invalid,
                "this entry cannot be journaled: " + std::string(say(again.error())));
}

}  // namespace

Result<Journal> Journal::open(const DataFolder& folder, const JournalTuning& tuning) {
    Journal journal(options_for(folder.path(), Access::Write, tuning));
    if (auto opened = journal.open_environment(); !opened) return tl::unexpected(opened.error());
    if (auto read = journal.read_state(); !read) return tl::unexpected(read.error());
    return journal;
}

Result<Journal> Journal::open_to_read(const std::filesystem::path& data) {
    Journal journal(options_for(data, Access::Read, {}));
    if (auto opened = journal.open_environment(); !opened) return tl::unexpected(opened.error());
    if (auto read = journal.read_state(); !read) return tl::unexpected(read.error());
    return journal;
}

Result<Journal> Journal::open_to_examine(const std::filesystem::path& data) {
    Journal journal(options_for(data, Access::Read, {}));
    if (auto opened = journal.open_environment(); !opened) return tl::unexpected(opened.error());
    return journal;
}

Result<void> Journal::open_environment() {
    auto environment = lmdb::Environment::open(options_);
    if (!environment) return tl::unexpected(environment.error());
    environment_ = std::move(*environment);
    return {};
}

Result<void> Journal::read_state() {
    auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    std::optional<JournalPlace> head;
    if (const auto last = lmdb::Cursor(*transaction, schema::kRecords).last()) {
        const auto record = schema::read_record(*last);
        if (!record) return tl::unexpected(record.error());
        head = JournalPlace{record->record.id, record->hash};
    }
    std::optional<RecordId> watermark;
    if (const auto at = transaction->get(schema::kMeta, as_bytes(schema::kWatermark)); at && head) {
        const auto place = without_check(*at);
        if (!place || place->size() != sizeof(schema::RecordKey))
            return fail(Errc::Corrupt, "how far the server holds this journal is damaged");
        const auto [epoch, sequence] = schema::place_of(*place);
        watermark = RecordId{head->id.till, epoch, sequence};
    }
    if (auto status = transaction->status(); !status) return status;
    auto outbox = read_outbox(*transaction, watermark);
    if (!outbox) return tl::unexpected(outbox.error());
    // Only now: a head that could not be read is still the head.
    head_ = head;
    watermark_ = watermark;
    outbox_ = *outbox;
    return {};
}

Result<OutboxView> Journal::read_outbox(const Transaction& transaction,
                                        const std::optional<RecordId>& watermark) {
    OutboxView outbox;
    lmdb::Cursor cursor(transaction, schema::kRecords);
    auto item = watermark ? cursor.at_or_after(schema::next_key(schema::record_key(*watermark)))
                          : cursor.first();
    for (; item; item = cursor.next()) {
        const auto parts = schema::split(item->value);
        if (!parts) return fail(Errc::Corrupt, "a record is cut short; see `till journal verify`");
        if (outbox.count == 0) {
            if (hash_of(parts->bytes) != parts->hash)
                return fail(Errc::Corrupt,
                            "a record does not have its hash; see `till journal "
                            "verify`");
            if (const auto oldest = decode_record(parts->bytes)) outbox.oldest = oldest->at;
        }
        outbox.count += 1;
        outbox.bytes += parts->bytes.size();
    }
    if (auto status = transaction.status(); !status) return tl::unexpected(status.error());
    return outbox;
}

Result<Transaction> Journal::begin_read() const {
    if (environment_) return environment_->begin_read();
    return fail(Errc::Io,
                "the disk failed and the journal could not be opened again; restart the till");
}

Result<Transaction> Journal::begin_write() {
    if (options_.access == Access::Read) return fail(Errc::Invalid, "the journal is open to read");
    if (broken_) return fail(Errc::Io, "the disk failed; the journal must be opened again first");
    return environment_->begin_write();
}

Result<void> Journal::commit(Transaction& transaction) {
    auto committed = transaction.commit();
    broken_ = !committed;
    return committed;
}

Result<JournalPlace> Journal::begin_epoch(const TillId& till, const StoreId& store,
                                          const JournalStamp& stamp, std::string reason,
                                          std::optional<Epoch> epoch) {
    const Epoch before = head_ ? head_->id.epoch : Epoch{0};
    const Epoch next = epoch.value_or(Epoch{before.value + 1});
    if (till.value.empty() || next <= before) return fail(Errc::Invalid, "epochs only grow");
    if (head_ && head_->id.till != till) {
        return fail(Errc::Invalid, "this is the journal of till " + head_->id.till.value +
                                       "; give --data another folder for " + till.value);
    }
    Hash256 previous;
    if (watermark_) {
        // Salvage may have kept the watermark without its record: then the epoch follows none.
        const auto held = read(*watermark_);
        if (!held && held.error().code != Errc::NotFound) return tl::unexpected(held.error());
        if (held) previous = held->hash;
    }
    JournalOpened opened{store, before, std::move(reason)};
    auto places = write({{RecordId{till, next, Sequence{1}}, previous, stamp.at,
                          stamp.business_date, stamp.cashier, std::move(opened)}},
                        {});
    if (!places) return tl::unexpected(places.error());
    return places->front();
}

Result<std::vector<JournalPlace>> Journal::append(std::span<const JournalEntry> entries,
                                                  const JournalStamp& stamp,
                                                  const DraftChanges& drafts) {
    if (!head_) return fail(Errc::Invalid, "the journal has not been begun; enrol the till first");
    std::vector<JournalRecord> records;
    RecordId id = head_->id;
    for (const JournalEntry& entry : entries) {
        id.sequence.value += 1;
        records.push_back({id, {}, stamp.at, stamp.business_date, stamp.cashier, entry});
    }
    if (!records.empty()) records.front().previous = head_->hash;
    return write(std::move(records), drafts);
}

// The first record comes with its predecessor's hash; the others are chained here.
Result<std::vector<JournalPlace>> Journal::write(std::vector<JournalRecord> records,
                                                 const DraftChanges& drafts) {
    auto transaction = begin_write();
    if (!transaction) return tl::unexpected(transaction.error());
    OutboxView outbox = outbox_;
    std::vector<JournalPlace> places;
    for (JournalRecord& record : records) {
        if (!places.empty()) record.previous = places.back().hash;
        auto place = put_record(*transaction, record, outbox);
        if (!place) return tl::unexpected(place.error());
        places.push_back(std::move(*place));
    }
    if (auto put = put_drafts(*transaction, drafts); !put) return tl::unexpected(put.error());
    if (auto done = commit(*transaction); !done) return tl::unexpected(done.error());
    outbox_ = outbox;
    if (!places.empty()) head_ = places.back();
    return places;
}

Result<JournalPlace> Journal::put_record(Transaction& transaction, const JournalRecord& record,
                                         OutboxView& outbox) {
    const auto bytes = readable_bytes(record);
    if (!bytes) return tl::unexpected(bytes.error());
    const Hash256 hash = hash_of(*bytes);
    if (auto put = schema::put_record(transaction, {record, hash}, *bytes); !put)
        return tl::unexpected(put.error());
    if (auto followed = schema::follow_leases(transaction, record); !followed)
        return tl::unexpected(followed.error());
    outbox.count += 1;
    outbox.bytes += bytes->size();
    if (!outbox.oldest) outbox.oldest = record.at;
    return JournalPlace{record.id, hash};
}

Result<void> Journal::change_drafts(const DraftChanges& drafts) {
    const auto written = write({}, drafts);
    if (!written) return tl::unexpected(written.error());
    return {};
}

// Of sequence 0: nothing of this epoch, so the last record of those before.
Result<void> Journal::put_watermark(lmdb::Transaction& transaction, const RecordId& held) {
    const schema::RecordKey key = schema::record_key(held);
    if (held.sequence.value > 0) {
        if (!transaction.get(schema::kRecords, key))
            return fail(Errc::Invalid, "the server holds " + to_string(held) +
                                           ", which this journal does not have");
        return transaction.put(schema::kMeta, as_bytes(schema::kWatermark), with_check(key));
    }
    lmdb::Cursor cursor(transaction, schema::kRecords);
    const auto before = cursor.at_or_after(key) ? cursor.previous() : cursor.last();
    if (!before) {
        auto removed = transaction.remove(schema::kMeta, as_bytes(schema::kWatermark));
        return removed ? Result<void>() : tl::unexpected(removed.error());
    }
    const Bytes last(before->key.begin(), before->key.end());
    return transaction.put(schema::kMeta, as_bytes(schema::kWatermark), with_check(last));
}

Result<void> Journal::acknowledge(const Acknowledgement& told) {
    auto transaction = begin_write();
    if (!transaction) return tl::unexpected(transaction.error());
    auto aside = quarantined_;
    for (const ServerState& state : told.states) {
        const schema::RecordKey key = schema::record_key(state.id);
        if (aside && *aside > 0 && schema::is_put_aside(*transaction, key)) --*aside;
        if (aside && state.verdict == ServerVerdict::Quarantined) ++*aside;
        if (auto put = transaction->put(schema::kStates, key, schema::encode_state(state)); !put)
            return put;
    }
    if (told.held)
        if (auto put = put_watermark(*transaction, *told.held); !put) return put;
    if (auto done = commit(*transaction); !done) return done;
    quarantined_ = aside;
    return read_state();
}

Result<std::uint64_t> Journal::quarantined_count() {
    if (!quarantined_) {
        const auto found = quarantined(*this);
        if (!found) return tl::unexpected(found.error());
        quarantined_ = found->size();
    }
    return *quarantined_;
}

Result<void> Journal::reopen() {
    broken_ = true;
    quarantined_.reset();
    environment_.reset();
    if (auto settled = settle(options_.folder / "data.mdb"); !settled) return settled;
    if (auto opened = open_environment(); !opened) return opened;
    auto read = read_state();
    broken_ = !read;
    return read;
}

}  // namespace kopilka
