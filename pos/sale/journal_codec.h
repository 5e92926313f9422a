// The one canonical form of a journal record (journal_format.md): what is on disk, what is hashed,
// what travels. A record has exactly one form, and bytes that are not exactly the form of some
// record are refused. Drafts are written with the same fields (value_codec.h).
#pragma once
#include "pos/core/bytes.h"
#include "pos/sale/journal_entry.h"

#include <string_view>

#include <tl/expected.hpp>

namespace kopilka {

constexpr std::uint8_t kJournalFormat = 1;
// Far above any receipt of a shop: 64 kB is a sale of about 700 different goods.
constexpr std::size_t kMostRecordBytes = std::size_t{1} << 20;

// In order of precedence.
enum class CodecRefusal : std::uint8_t {
    TooLarge,      // more than kMostRecordBytes, or than its texts may unfold to
    NewerVersion,  // a format that this program does not know: upgrade it
    UnknownKind,   // an entry of a newer program, or damage
    UnknownField,  // a field of a newer program, or damage
    Malformed,     // cut short, out of range, or not the canonical form
};
// One English sentence for logs and administrators.
std::string_view say(CodecRefusal refusal);

// The place of an entry's type in JournalEntry, from 1. Kinds are only ever added at the end.
using JournalKind = std::uint8_t;
template <typename Entry>
constexpr JournalKind kind_of() {
    return []<typename... Es>(std::type_identity<std::variant<Es...>>) {
        JournalKind place = 0;
        const bool found = ((++place, std::is_same_v<Entry, Es>) || ...);
        return found ? place : JournalKind{0};
    }(std::type_identity<JournalEntry>{});
}
JournalKind kind_of(const JournalEntry& entry);
std::string_view kind_name(JournalKind kind);  // "Sale"; "?" for an unknown one

// What stands before the entry: enough to check the chain without reading the rest.
struct RecordHead {
    JournalKind kind = 0;
    Hash256 previous;
    RecordId id;
    bool operator==(const RecordHead&) const = default;
};

// Preconditions of a record that can be read back: texts, lists and sums within journal_format.md's
// bounds. pos/store reads back what it encoded before it writes it.
Bytes encode(const JournalRecord& record);
tl::expected<JournalRecord, CodecRefusal> decode_record(ByteView bytes);
tl::expected<RecordHead, CodecRefusal> decode_head(ByteView bytes);

// BLAKE2b-256 over the canonical bytes, which contain the predecessor's hash.
inline Hash256 hash_of(ByteView canonical) { return blake2b(canonical); }

}  // namespace kopilka
