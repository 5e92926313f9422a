// A file of journal records, as `till journal export` writes it and central takes it in: the way of
// a till's sales when neither network nor till work any more. Pure; the bytes are the canonical
// ones, so the chain is checked by whoever reads them. Who wrote it is shown by the till's key.
//
//   "KOPILKA JOURNAL 2\n"
//   for each record, in order: its size (LEB128, not 0), its canonical bytes
//   0, number of records (8 bytes, little-endian), hash of the last one (32 bytes, zeros for none)
//   public key of the till (32 bytes), its Ed25519 signature (64 bytes) of
//     "kopilka journal 2", number of records, S of the last one (zeros for none), where
//     S of a record = BLAKE2b-256 of S of the one before it (zeros for the first), its own hash
#pragma once
#include "pos/core/ed25519.h"
#include "pos/sale/journal_codec.h"

#include <vector>

namespace kopilka {

// Of the records so far.
struct JournalFileSum {
    std::uint64_t records = 0;
    Hash256 last;
    Hash256 all;  // S
};
JournalFileSum with(const JournalFileSum& sum, ByteView canonical);

Bytes journal_file_start();
Bytes journal_file_record(ByteView canonical);
Bytes journal_file_end(const JournalFileSum& sum, const KeyPair& till);

struct JournalFile {
    std::vector<Bytes> records;
    PublicKey key{};  // it signed them
    bool operator==(const JournalFile&) const = default;
};
enum class JournalFileRefusal : std::uint8_t {
    NotAJournal,  // another kind of file, or a newer one
    Unsigned,     // of a program that did not sign yet
    CutShort,     // it ends before its end: copy it again
    WrongEnding,  // the number or the last hash is not what it says
    Changed,      // the key did not sign these records
};
tl::expected<JournalFile, JournalFileRefusal> parse_journal_file(ByteView file);
std::string_view say(JournalFileRefusal refusal);

}  // namespace kopilka
