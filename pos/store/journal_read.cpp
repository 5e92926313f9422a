// The reading half of Journal.
#include "pos/sale/value_codec.h"
#include "pos/store/checked_value.h"
#include "pos/store/journal.h"
#include "pos/store/journal_schema.h"

namespace kopilka {
namespace {

Result<Draft> read_draft(ByteView value) {
    const auto bytes = without_check(value);
    if (!bytes) return fail(Errc::Corrupt, "a draft is damaged");
    auto draft = decode_draft(*bytes);
    if (!draft) return fail(Errc::Corrupt, "a draft: " + std::string(say(draft.error())));
    return *std::move(draft);
}

std::optional<lmdb::Item> item_after(lmdb::Cursor& cursor, const std::optional<RecordId>& after) {
    if (!after) return cursor.first();
    return cursor.at_or_after(schema::next_key(schema::record_key(*after)));
}

}  // namespace

Result<std::vector<Draft>> Journal::drafts() const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    std::vector<Draft> drafts;
    lmdb::Cursor cursor(*transaction, schema::kDrafts);
    for (auto item = cursor.first(); item; item = cursor.next()) {
        auto draft = read_draft(item->value);
        if (!draft) return tl::unexpected(draft.error());
        drafts.push_back(*std::move(draft));
    }
    if (auto status = transaction->status(); !status) return tl::unexpected(status.error());
    return drafts;
}

Result<Draft> Journal::draft(std::uint64_t id) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const auto value = transaction->get(schema::kDrafts, schema::draft_key(id));
    if (auto status = transaction->status(); !status) return tl::unexpected(status.error());
    if (!value) return fail(Errc::NotFound, "no such draft");
    return read_draft(*value);
}

Result<StoredRecord> Journal::read(const RecordId& id) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const schema::RecordKey key = schema::record_key(id);
    const auto value = transaction->get(schema::kRecords, key);
    if (auto status = transaction->status(); !status) return tl::unexpected(status.error());
    if (!value || !head_ || head_->id.till != id.till) {
        return fail(Errc::NotFound, "no record " + to_string(id) + " in this journal");
    }
    return schema::read_record({key, *value});
}

Result<std::vector<StoredRecord>> Journal::read_after(const std::optional<RecordId>& after,
                                                      std::size_t limit) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    std::vector<StoredRecord> records;
    lmdb::Cursor cursor(*transaction, schema::kRecords);
    for (auto item = item_after(cursor, after); item && records.size() < limit;
         item = cursor.next()) {
        auto record = schema::read_record(*item);
        if (!record) return tl::unexpected(record.error());
        records.push_back(*std::move(record));
    }
    if (auto status = transaction->status(); !status) return tl::unexpected(status.error());
    return records;
}

Result<std::vector<RawRecord>> Journal::raw_after(const std::optional<RecordId>& after,
                                                  std::size_t limit, std::size_t most_bytes) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const TillId till = head_ ? head_->id.till : TillId();
    std::vector<RawRecord> records;
    std::size_t bytes = 0;
    lmdb::Cursor cursor(*transaction, schema::kRecords);
    for (auto item = item_after(cursor, after); item && records.size() < limit;
         item = cursor.next()) {
        const auto parts = schema::split(item->value);
        if (!parts) return fail(Errc::Corrupt, "a record is cut short; see `till journal verify`");
        bytes += parts->bytes.size();
        if (bytes > most_bytes && !records.empty()) break;
        const auto [epoch, sequence] = schema::place_of(item->key);
        records.push_back({RecordId{till, epoch, sequence},
                           parts->hash,
                           {parts->bytes.begin(), parts->bytes.end()}});
    }
    if (auto status = transaction->status(); !status) return tl::unexpected(status.error());
    return records;
}

Result<std::optional<ServerState>> Journal::state(const RecordId& id) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const auto value = transaction->get(schema::kStates, schema::record_key(id));
    if (auto status = transaction->status(); !status) return tl::unexpected(status.error());
    if (!value) return std::nullopt;
    auto state = schema::decode_state(*value);
    if (!state) return fail(Errc::Corrupt, "the server's word on " + to_string(id) + " is damaged");
    return state;
}

}  // namespace kopilka
