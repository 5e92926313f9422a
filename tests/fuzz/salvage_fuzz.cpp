// No file is so damaged that salvage crashes on it, and each record it finds has its hash, its
// place, and the one till of them all.
#include "pos/core/check.h"
#include "pos/sale/value_codec.h"
#include "pos/store/checked_value.h"
#include "pos/store/salvage_finds.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

using namespace kopilka;

namespace {

void expect_sound(const std::vector<FoundRecord>& records) {
    const FoundRecord* before = nullptr;
    for (const FoundRecord& one : records) {
        const RecordId& id = one.stored.record.id;
        check(hash_of(one.bytes) == one.stored.hash, "a record without its hash");
        check(encode(one.stored.record) == one.bytes, "a record of other bytes");
        check(id.till == records.front().stored.record.id.till, "another till's record");
        if (before != nullptr)
            check(schema::record_key(before->stored.record.id) < schema::record_key(id),
                  "records out of order");
        before = &one;
    }
}

void expect_sound(const OtherFinds& others) {
    for (const auto& [id, value] : others.drafts)
        check(decode_draft(*without_check(value))->id == id, "another draft");
    for (const auto& [key, value] : others.states)
        check(schema::record_key(schema::decode_state(value)->id) == key, "another state");
    for (const auto& [key, value] : others.phones)
        check(without_check(value).has_value(), "a damaged phone");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView file(data, size);
    const lmdb::Pages pages(file);
    expect_sound(find_records(pages, file));
    expect_sound(find_others(pages));
    return 0;
}
