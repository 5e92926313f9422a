#include "pos/store/journal_queries.h"

#include "pos/store/journal_schema.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace kopilka {

using lmdb::Cursor;
using lmdb::Item;

namespace {

// Each item of a table in order, until `visit` says false or fails.
template <typename Visit>
Result<void> each_item(const Journal& journal, lmdb::Table table, Direction direction,
                       Visit visit) {
    const auto transaction = journal.begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const bool forward = direction == Direction::Forward;
    Cursor cursor(*transaction, table);
    for (auto item = forward ? cursor.first() : cursor.last(); item;
         item = forward ? cursor.next() : cursor.previous()) {
        Result<bool> more = visit(*item);
        if (!more) return tl::unexpected(more.error());
        if (!*more) break;
    }
    return transaction->status();
}

// The records of one member as keys, newest first.
Result<std::vector<schema::RecordKey>> keys_of_member(const lmdb::Transaction& transaction,
                                                      const MemberId& member, std::size_t limit) {
    std::vector<schema::RecordKey> keys;
    Cursor cursor(transaction, schema::kMembers);
    schema::RecordKey last{};
    last.fill(0xff);
    auto item = cursor.at_or_after(schema::member_key(member, last));
    item = item ? cursor.previous() : cursor.last();
    for (; item && keys.size() < limit; item = cursor.previous()) {
        if (item->key.size() != sizeof(schema::MemberKey))
            return fail(Errc::Corrupt, "the index of members is damaged");
        if (!std::ranges::equal(item->key.first(member.value.size()), member.value)) break;
        std::ranges::copy(item->key.subspan(member.value.size()), keys.emplace_back().begin());
    }
    if (auto status = transaction.status(); !status) return tl::unexpected(status.error());
    return keys;
}

Result<StoredRecord> record_at(const lmdb::Transaction& transaction, const schema::RecordKey& key) {
    const auto value = transaction.get(schema::kRecords, key);
    if (auto status = transaction.status(); !status) return tl::unexpected(status.error());
    if (!value) return fail(Errc::Corrupt, "a member's record is missing from the journal");
    return schema::read_record({key, *value});
}

// How far each epoch is held, of the heads that are records of this journal.
std::map<Epoch, Sequence> held_here(const lmdb::Transaction& transaction,
                                    const std::vector<JournalPlace>& heads) {
    std::map<Epoch, Sequence> held;
    for (const JournalPlace& head : heads) {
        const auto value = transaction.get(schema::kRecords, schema::record_key(head.id));
        const auto parts = value ? schema::split(*value) : std::nullopt;
        if (!parts || parts->hash != head.hash) continue;
        Sequence& until = held[head.id.epoch];
        until = std::max(until, head.id.sequence);
    }
    return held;
}

// An answer that cannot be read is an error: the record would be counted twice.
Result<bool> reached(const lmdb::Transaction& transaction, const schema::RecordKey& key,
                     std::uint64_t feed_position) {
    const auto value = transaction.get(schema::kStates, key);
    if (auto status = transaction.status(); !status) return tl::unexpected(status.error());
    if (!value) return false;
    const auto state = schema::decode_state(*value);
    if (!state) return fail(Errc::Corrupt, "what the server said of a record is damaged");
    return state->verdict == ServerVerdict::Applied && state->feed_position <= feed_position;
}

}  // namespace

Result<void> walk(const Journal& journal, Direction direction,
                  const std::function<bool(const RecordHead&, ByteView bytes)>& visit) {
    return each_item(journal, schema::kRecords, direction, [&](const Item& item) -> Result<bool> {
        const auto parts = schema::split(item.value);
        if (!parts) return fail(Errc::Corrupt, "a record is cut short; see `till journal verify`");
        const auto head = decode_head(parts->bytes);
        if (!head) return fail(Errc::Corrupt, std::string(say(head.error())));
        return visit(*head, parts->bytes);
    });
}

Result<std::vector<StoredRecord>> find_by_hash(const Journal& journal, std::string_view start) {
    std::string wanted(start);
    std::ranges::transform(wanted, wanted.begin(), [](unsigned char c) { return std::tolower(c); });
    if (wanted.size() < 8) return fail(Errc::Invalid, "give at least 8 characters of the code");
    std::vector<StoredRecord> found;
    auto walked = each_item(journal, schema::kRecords, Direction::Backward,
                            [&](const Item& item) -> Result<bool> {
                                const auto parts = schema::split(item.value);
                                if (!parts || !to_string(parts->hash).starts_with(wanted)) {
                                    return true;
                                }
                                auto record = schema::read_record(item);
                                if (!record) return tl::unexpected(record.error());
                                found.push_back(*std::move(record));
                                return true;
                            });
    if (!walked) return tl::unexpected(walked.error());
    return found;
}

Result<std::vector<StoredRecord>> records_of_member(const Journal& journal, const MemberId& member,
                                                    std::size_t limit) {
    const auto transaction = journal.begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const auto keys = keys_of_member(*transaction, member, limit);
    if (!keys) return tl::unexpected(keys.error());
    std::vector<StoredRecord> records;
    for (const schema::RecordKey& key : *keys) {
        auto record = record_at(*transaction, key);
        if (!record) return tl::unexpected(record.error());
        records.push_back(*std::move(record));
    }
    return records;
}

Result<std::vector<JournalRecord>> records_not_reached(const Journal& journal,
                                                       const MemberId& member,
                                                       std::uint64_t feed_position) {
    const auto transaction = journal.begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const auto keys = keys_of_member(*transaction, member, SIZE_MAX);
    if (!keys) return tl::unexpected(keys.error());
    std::vector<JournalRecord> records;
    for (const auto& key : *keys) {
        const auto included = reached(*transaction, key, feed_position);
        if (!included) return tl::unexpected(included.error());
        if (*included) continue;
        auto record = record_at(*transaction, key);
        if (!record) return tl::unexpected(record.error());
        records.push_back(std::move(record->record));
    }
    std::ranges::reverse(records);
    return records;
}

Result<std::optional<RecordId>> held_before_loss(const Journal& journal,
                                                 const std::vector<JournalPlace>& heads) {
    const auto& known = journal.watermark();
    if (!known) return std::nullopt;
    const auto transaction = journal.begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const auto held = held_here(*transaction, heads);
    Cursor cursor(*transaction, schema::kRecords);
    for (auto item = cursor.first(); item;) {
        const Epoch epoch = schema::place_of(item->key).first;
        if (epoch > known->epoch) break;
        const auto next = schema::record_key(Epoch{epoch.value + 1}, Sequence{0});
        item = cursor.at_or_after(next);
        const auto last = item ? cursor.previous() : cursor.last();
        const Sequence end =
            epoch == known->epoch ? known->sequence : schema::place_of(last->key).second;
        const Sequence until = held.contains(epoch) ? held.at(epoch) : Sequence{0};
        if (until < end) return RecordId{known->till, epoch, until};
        item = cursor.at_or_after(next);
    }
    if (auto status = transaction->status(); !status) return tl::unexpected(status.error());
    return std::nullopt;
}

Result<std::vector<ServerState>> quarantined(const Journal& journal) {
    std::vector<ServerState> states;
    auto walked = each_item(journal, schema::kStates, Direction::Forward,
                            [&](const Item& item) -> Result<bool> {
                                auto state = schema::decode_state(item.value);
                                if (!state) return fail(Errc::Corrupt, "a state is damaged");
                                if (state->verdict == ServerVerdict::Quarantined) {
                                    states.push_back(*std::move(state));
                                }
                                return true;
                            });
    if (!walked) return tl::unexpected(walked.error());
    return states;
}

}  // namespace kopilka
