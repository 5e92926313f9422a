#include "pos/store/journal.h"

#include "pos/sale/value_codec.h"
#include "pos/store/checked_value.h"
#include "pos/store/journal_schema.h"

#include <fcntl.h>
#include <unistd.h>

namespace kopilka {

using lmdb::Access;
using lmdb::Transaction;

namespace {

const std::vector<std::string> kTables{"records", "drafts", "states", "members", "meta"};

lmdb::EnvironmentOptions options_for(const std::filesystem::path& data, Access access,
                                     const JournalTuning& tuning) {
    return {journal_folder(data), access, tuning.map_bytes, tuning.reserve_bytes, kTables};
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
    broken_ = false;
    return {};
}

Result<void> Journal::read_state() {
    auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    head_.reset();
    watermark_.reset();
    if (const auto last = lmdb::Cursor(*transaction, schema::kRecords).last()) {
        const auto record = schema::read_record(*last);
        if (!record) return tl::unexpected(record.error());
        head_ = JournalPlace{record->record.id, record->hash};
    }
    if (const auto at = transaction->get(schema::kMeta, as_bytes("watermark")); at && head_) {
        const auto [epoch, sequence] = schema::place_of(*at);
        watermark_ = RecordId{head_->id.till, epoch, sequence};
    }
    return read_outbox(*transaction);
}

Result<void> Journal::read_outbox(const Transaction& transaction) {
    outbox_ = {};
    lmdb::Cursor cursor(transaction, schema::kRecords);
    auto item = watermark_ ? cursor.at_or_after(schema::next_key(schema::record_key(*watermark_)))
                           : cursor.first();
    for (; item; item = cursor.next()) {
        const auto parts = schema::split(item->value);
        if (!parts) return fail(Errc::Corrupt, "a record is cut short; see `till journal verify`");
        if (outbox_.count == 0) {
            const auto oldest = schema::read_record(*item);
            if (!oldest) return tl::unexpected(oldest.error());
            outbox_.oldest = oldest->record.at;
        }
        outbox_.count += 1;
        outbox_.bytes += parts->bytes.size();
    }
    return transaction.status();
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
        const auto held = read(*watermark_);
        if (!held) return tl::unexpected(held.error());
        previous = held->hash;
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
    const schema::RecordKey key = schema::record_key(record.id);
    auto put = transaction.append(schema::kRecords, key, schema::record_value(hash, *bytes));
    if (const auto member = schema::member_of(record.entry); put && member) {
        put = transaction.put(schema::kMembers, schema::member_key(*member, key), {});
    }
    if (!put) return tl::unexpected(put.error());
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

Result<void> Journal::acknowledge(const Acknowledgement& told) {
    auto transaction = begin_write();
    if (!transaction) return tl::unexpected(transaction.error());
    for (const ServerState& state : told.states) {
        auto put = transaction->put(schema::kStates, schema::record_key(state.id),
                                          schema::encode_state(state));
        if (!put) return put;
    }
    if (told.held) {
        const schema::RecordKey key = schema::record_key(*told.held);
        if (!transaction->get(schema::kRecords, key)) {
            return fail(Errc::Invalid, "the server holds " + to_string(*told.held) +
                                           ", which this journal does not have");
        }
        auto put = transaction->put(schema::kMeta, as_bytes("watermark"), key);
        if (!put) return put;
    }
    if (auto done = commit(*transaction); !done) return done;
    return read_state();
}

// Pages that a failed write left in the operating system's memory are not what the disk holds:
// they are dropped, so that what is read next was really written.
Result<void> Journal::reopen() {
    environment_.reset();
    const std::string file = options_.folder / "data.mdb";
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor >= 0) {
        ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
        ::close(descriptor);
    }
    if (auto opened = open_environment(); !opened) return opened;
    return read_state();
}

}  // namespace kopilka
