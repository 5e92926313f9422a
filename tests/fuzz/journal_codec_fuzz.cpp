// No bytes crash the readers of journal records, drafts, goods, members and exported files, and
// none has a second form.
#include "pos/core/check.h"
#include "pos/sale/journal_file.h"
#include "pos/sale/value_codec.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

using namespace kopilka;

namespace {

template <typename Decoded>
void expect_one_form(const Decoded& decoded, ByteView bytes) {
    if (decoded) check(std::ranges::equal(encode(*decoded), bytes), "a second form");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    expect_one_form(decode_record(bytes), bytes);
    expect_one_form(decode_draft(bytes), bytes);
    expect_one_form(decode_goods(bytes), bytes);
    expect_one_form(decode_category(bytes), bytes);
    expect_one_form(decode_member(bytes), bytes);
    const auto head = decode_head(bytes);
    check(head.has_value() || !decode_record(bytes), "a record without a head");
    if (const auto file = parse_journal_file(bytes)) {
        for (const Bytes& record : file->records) expect_one_form(decode_record(record), record);
    }
    return 0;
}
