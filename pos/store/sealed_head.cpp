#include "pos/store/sealed_head.h"

#include "pos/files/private_file.h"
#include "pos/store/journal_schema.h"

#include <algorithm>

namespace kopilka {
namespace {

constexpr std::uint64_t kEvery = 50;
constexpr std::uint8_t kVersion = 1;

}  // namespace

bool is_time_to_seal(std::span<const JournalEntry> entries, std::span<const JournalPlace> places) {
    const bool shift = std::ranges::any_of(entries, [](const JournalEntry& entry) {
        return std::holds_alternative<ShiftOpened>(entry) ||
               std::holds_alternative<ShiftClosed>(entry);
    });
    return shift || std::ranges::any_of(places, [](const JournalPlace& place) {
               return place.id.sequence.value % kEvery == 0;
           });
}

// version, epoch, sequence, till, the record's hash; then BLAKE2b of these under the pepper.
Bytes encode_seal(const JournalPlace& head, const SecretKey& pepper) {
    ByteWriter out;
    out.u8(kVersion);
    out.varint(head.id.epoch.value);
    out.varint(head.id.sequence.value);
    out.text(head.id.till.value);
    out.raw(head.hash.value);
    out.raw(keyed_blake2b(pepper, out.bytes()).value);
    return out.take();
}

std::optional<JournalPlace> decode_seal(ByteView bytes, const SecretKey& pepper) {
    ByteReader in(bytes);
    JournalPlace head;
    const std::uint8_t version = in.u8();
    head.id.epoch.value = static_cast<std::uint32_t>(in.varint());
    head.id.sequence.value = in.varint();
    head.id.till.value = in.text();
    std::ranges::copy(in.raw(head.hash.value.size()), head.hash.value.begin());
    // The same bytes again, with their seal, or it is not ours.
    if (!in.ok() || version != kVersion ||
        encode_seal(head, pepper) != Bytes(bytes.begin(), bytes.end()))
        return std::nullopt;
    return head;
}

Result<void> seal_head(const std::filesystem::path& key_folder, const Keys& keys,
                       const JournalPlace& head) {
    return write_private_file(key_folder / "head", encode_seal(head, keys.pepper));
}

Result<HeadCheck> compare_head(const lmdb::Transaction& journal, const JournalPlace& seen) {
    lmdb::Cursor cursor(journal, schema::kRecords);
    const auto found = cursor.at_or_after(schema::record_key(seen.id));
    if (auto status = journal.status(); !status) return tl::unexpected(status.error());
    if (!found || schema::place_of(found->key) != std::pair(seen.id.epoch, seen.id.sequence))
        return HeadCheck::RolledBack;
    const auto record = schema::read_record(*found);
    if (!record) return tl::unexpected(record.error());
    if (record->hash != seen.hash || record->record.id != seen.id) return HeadCheck::Differs;
    return cursor.next() ? HeadCheck::Extends : HeadCheck::Matches;
}

Result<HeadCheck> check_sealed_head(const std::filesystem::path& key_folder, const Keys& keys,
                                    const Journal& journal) {
    const auto file = read_private_file(key_folder / "head");
    if (!file && file.error().code == Errc::NotFound) return HeadCheck::NeverSealed;
    if (!file) return tl::unexpected(file.error());
    const auto head = decode_seal(*file, keys.pepper);
    if (!head) return HeadCheck::Unreadable;
    const auto transaction = journal.begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    return compare_head(*transaction, *head);
}

}  // namespace kopilka
