// What the file of a damaged journal still has, found in its bytes alone: nothing is opened,
// nothing written, and no bytes do harm. For the .cpp files of this room.
#pragma once
#include "pos/store/journal_schema.h"
#include "pos/store/lmdb_pages.h"

#include <map>
#include <optional>
#include <vector>

namespace kopilka {

struct FoundRecord {
    StoredRecord stored;
    Bytes bytes;           // they have its hash
    bool reached = false;  // from the beginning of the file, not only found lying there
};
// One record for each number, all of one till, in order. `pages` are of `file`.
std::vector<FoundRecord> find_records(const lmdb::Pages& pages, ByteView file);

// Values beside the records, as they stand in their tables; each is sound.
struct OtherFinds {
    std::map<std::uint64_t, Bytes> drafts;
    std::map<schema::RecordKey, Bytes> states;
    std::map<Bytes, Bytes> phones;
    std::optional<schema::RecordKey> watermark;
    bool lost = false;  // there may have been more
};
OtherFinds find_others(const lmdb::Pages& pages);

}  // namespace kopilka
