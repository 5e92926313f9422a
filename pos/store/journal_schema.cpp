#include "pos/store/journal_schema.h"

#include "pos/sale/canonical.h"
#include "pos/sale/fields.h"
#include "pos/store/checked_value.h"

#include <algorithm>
#include <utility>

namespace kopilka {

constexpr ServerVerdict last_of(ServerVerdict) { return ServerVerdict::Quarantined; }
auto fields(Is<ServerState> auto& v) { return std::tie(v.id, v.verdict, v.feed_position, v.cause); }

namespace schema {
namespace {

void put_big_endian(std::span<std::uint8_t> to, std::uint64_t value) {
    for (std::size_t i = to.size(); i > 0; --i) {
        to[i - 1] = static_cast<std::uint8_t>(value);
        value >>= 8;
    }
}

std::uint64_t get_big_endian(ByteView from) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : from) value = value << 8 | byte;
    return value;
}

Hash256 hash_at_front(ByteView value) {
    Hash256 hash;
    std::ranges::copy(value.first(hash.value.size()), hash.value.begin());
    return hash;
}

}  // namespace

std::vector<std::string> tables() { return {"records", "drafts", "states", "members", "meta"}; }

RecordKey record_key(Epoch epoch, Sequence sequence) {
    RecordKey key{};
    put_big_endian(std::span(key).first<4>(), epoch.value);
    put_big_endian(std::span(key).last<8>(), sequence.value);
    return key;
}

RecordKey record_key(const RecordId& id) { return record_key(id.epoch, id.sequence); }

RecordKey next_key(RecordKey key) {
    const auto [epoch, sequence] = place_of(key);
    return record_key(epoch, Sequence{sequence.value + 1});
}

std::pair<Epoch, Sequence> place_of(ByteView key) {
    if (key.size() != sizeof(RecordKey)) return {Epoch{0}, Sequence{0}};
    return {Epoch{static_cast<std::uint32_t>(get_big_endian(key.first(4)))},
            Sequence{get_big_endian(key.subspan(4))}};
}

std::array<std::uint8_t, 8> draft_key(std::uint64_t id) {
    std::array<std::uint8_t, 8> key{};
    put_big_endian(key, id);
    return key;
}

MemberKey member_key(const MemberId& member, const RecordKey& record) {
    MemberKey key{};
    std::ranges::copy(member.value, key.begin());
    std::ranges::copy(record, key.begin() + 16);
    return key;
}

Bytes record_value(const Hash256& hash, ByteView bytes) {
    Bytes value(hash.value.begin(), hash.value.end());
    value.insert(value.end(), bytes.begin(), bytes.end());
    return value;
}

std::optional<HashAndBytes> split(ByteView value) {
    constexpr std::size_t kHashBytes = sizeof(Hash256::value);
    if (value.size() < kHashBytes) return std::nullopt;
    return HashAndBytes{hash_at_front(value), value.subspan(kHashBytes)};
}

Result<void> put_record(lmdb::Transaction& transaction, const StoredRecord& record,
                        ByteView bytes) {
    const RecordKey key = record_key(record.record.id);
    auto put = transaction.append(kRecords, key, record_value(record.hash, bytes));
    if (const auto member = member_of(record.record.entry); put && member)
        put = transaction.put(kMembers, member_key(*member, key), {});
    return put;
}

Result<StoredRecord> read_record(const lmdb::Item& item) {
    const auto [epoch, sequence] = place_of(item.key);
    const std::string name =
        "record " + std::to_string(epoch.value) + "/" + std::to_string(sequence.value);
    const auto parts = split(item.value);
    if (!parts || hash_of(parts->bytes) != parts->hash) {
        return fail(Errc::Corrupt, name + " does not have its hash; see `till journal verify`");
    }
    auto record = decode_record(parts->bytes);
    if (!record) return fail(Errc::Corrupt, name + ": " + std::string(say(record.error())));
    if (!std::ranges::equal(record_key(record->id), item.key)) {
        return fail(Errc::Corrupt, name + " stands in the place of another");
    }
    return StoredRecord{std::move(*record), parts->hash};
}

Bytes encode_state(const ServerState& state) { return with_check(canonical::pack(state)); }

bool is_put_aside(const lmdb::Transaction& journal, const RecordKey& key) {
    const auto value = journal.get(kStates, key);
    const auto state = value ? decode_state(*value) : std::nullopt;
    return state && state->verdict == ServerVerdict::Quarantined;
}

std::optional<ServerState> decode_state(ByteView bytes) {
    const auto value = without_check(bytes);
    if (!value) return std::nullopt;
    auto state = canonical::unpack<ServerState>(*value);
    if (!state) return std::nullopt;
    return *std::move(state);
}

Bytes encode_device(const DeviceMemory& memory) {
    ByteWriter out;
    out.u32(memory.counter);
    out.signed_varint(memory.behind);
    const DeviceMemory::Late late = memory.late.value_or(DeviceMemory::Late{});
    out.u32(late.counter);  // 0: there is none
    out.signed_varint(late.age);
    return with_check(out.bytes());
}

std::optional<DeviceMemory> decode_device(ByteView bytes) {
    const auto value = without_check(bytes);
    if (!value) return std::nullopt;
    ByteReader in(*value);
    const auto seconds = [&in] {
        const std::int64_t number = in.signed_varint();
        const bool fits = std::in_range<std::int32_t>(number);
        if (!fits) in.refuse();
        return fits ? static_cast<std::int32_t>(number) : 0;
    };
    DeviceMemory memory;
    memory.counter = in.u32();
    memory.behind = seconds();
    const std::uint32_t late = in.u32();
    const std::int32_t age = seconds();
    if (late > 0) memory.late = {late, age};
    if (late == 0 && age != 0) in.refuse();
    if (!in.ok() || !in.at_end()) return std::nullopt;
    return memory;
}

std::optional<MemberId> member_of(const JournalEntry& entry) {
    if (const auto* sale = std::get_if<Sale>(&entry)) {
        return sale->member ? std::optional(sale->member->id) : std::nullopt;
    }
    if (const auto* back = std::get_if<Return>(&entry)) return back->member;
    if (const auto* profile = std::get_if<ProfileFilled>(&entry)) return profile->member;
    return std::nullopt;
}

}  // namespace schema
}  // namespace kopilka
