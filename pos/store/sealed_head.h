// The journal's head, written beside the keys and so outside the data folder: whoever puts an older
// copy of the data folder back, or cuts records off, is noticed at the next start. Written when a
// shift opens or closes and every 50 records; a shorter tail than that is not noticed here.
#pragma once
#include "pos/store/journal.h"
#include "pos/store/keys.h"

#include <filesystem>
#include <optional>
#include <span>

namespace kopilka {

enum class HeadCheck : std::uint8_t {
    NeverSealed,
    Matches,     // the head is the sealed record
    Extends,     // the sealed record is there, and others follow it
    RolledBack,  // the sealed record is gone: freeze leases until contact
    Differs,     // another record stands in its place: the same
    Unreadable,  // the sealed file is damaged or of other keys: the same
};

// Whether these records, just appended, are a moment to seal.
bool is_time_to_seal(std::span<const JournalEntry> entries, std::span<const JournalPlace> places);
Result<void> seal_head(const std::filesystem::path& key_folder, const Keys& keys,
                       const JournalPlace& head);
// The bytes of that file. Nullopt: damaged, or of another pepper.
Bytes encode_seal(const JournalPlace& head, const SecretKey& pepper);
std::optional<JournalPlace> decode_seal(ByteView file, const SecretKey& pepper);
// The journal beside the record that somebody has seen in it: the seal, or the server.
Result<HeadCheck> compare_head(const lmdb::Transaction& journal, const JournalPlace& seen);
Result<HeadCheck> check_sealed_head(const std::filesystem::path& key_folder, const Keys& keys,
                                    const Journal& journal);

}  // namespace kopilka
