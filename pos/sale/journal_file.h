// A file of journal records, as `till journal export` writes it and central takes it in: the way of
// a till's sales when neither network nor till work any more. Pure; the bytes are the canonical
// ones, so the chain is checked by whoever reads them.
//
//   "KOPILKA JOURNAL 1\n"
//   for each record, in order: its size (LEB128, not 0), its canonical bytes
//   0, number of records (8 bytes, little-endian), hash of the last one (32 bytes, zeros for none)
#pragma once
#include "pos/sale/journal_codec.h"

#include <vector>

namespace kopilka {

Bytes journal_file_start();
Bytes journal_file_record(ByteView canonical);
Bytes journal_file_end(std::uint64_t records, const Hash256& head);

enum class JournalFileRefusal : std::uint8_t {
    NotAJournal,  // another kind of file, or a newer one
    CutShort,     // it ends before its end: copy it again
    WrongEnding,  // the number or the last hash is not what it says
};
tl::expected<std::vector<Bytes>, JournalFileRefusal> parse_journal_file(ByteView file);
std::string_view say(JournalFileRefusal refusal);

}  // namespace kopilka
