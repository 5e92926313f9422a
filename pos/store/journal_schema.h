// How the journal environment is laid out: its tables, keys and values (README.md has the page).
// For the .cpp files of this room.
#pragma once
#include "pos/sale/draft.h"
#include "pos/store/journal.h"

#include <array>
#include <optional>

namespace kopilka::schema {

constexpr lmdb::Table kRecords{0};  // epoch, sequence → hash of the record, its canonical bytes
constexpr lmdb::Table kDrafts{1};   // draft id → check, draft
constexpr lmdb::Table kStates{2};   // epoch, sequence → check, what the server said
constexpr lmdb::Table kMembers{3};  // member id, epoch, sequence → nothing; of sales and returns
constexpr lmdb::Table kMeta{4};     // "watermark" → check, epoch, sequence; "device", key of a
                                    // phone → check, what is remembered of it
constexpr std::string_view kWatermark = "watermark";
constexpr std::string_view kClock = "clock";  // → check, the till's clock beside the server's
std::vector<std::string> tables();            // their names, in that order

// Big-endian, so that LMDB's order is the records' order.
using RecordKey = std::array<std::uint8_t, 12>;
RecordKey record_key(const RecordId& id);
RecordKey record_key(Epoch epoch, Sequence sequence);
RecordKey next_key(RecordKey key);
// Zeros, where no record stands: no key of a record.
std::pair<Epoch, Sequence> place_of(ByteView record_key);
std::array<std::uint8_t, 8> draft_key(std::uint64_t id);
using MemberKey = std::array<std::uint8_t, 28>;
MemberKey member_key(const MemberId& member, const RecordKey& record);

// A record's value.
struct HashAndBytes {
    Hash256 hash;
    ByteView bytes;
};
Bytes record_value(const Hash256& hash, ByteView bytes);
std::optional<HashAndBytes> split(ByteView record_value);
// The record and its place in the index of members. `bytes` have that hash.
Result<void> put_record(lmdb::Transaction& transaction, const StoredRecord& record, ByteView bytes);
// Checked: the bytes have that hash, decode, and say the same place as the key.
Result<StoredRecord> read_record(const lmdb::Item& item);

Bytes encode_state(const ServerState& state);
std::optional<ServerState> decode_state(ByteView bytes);
bool is_put_aside(const lmdb::Transaction& journal, const RecordKey& key);
Bytes encode_device(const DeviceMemory& memory);
std::optional<DeviceMemory> decode_device(ByteView bytes);
// The member of a sale, a return or a profile.
std::optional<MemberId> member_of(const JournalEntry& entry);

}  // namespace kopilka::schema
