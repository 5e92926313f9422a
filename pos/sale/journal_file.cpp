#include "pos/sale/journal_file.h"

#include "pos/core/check.h"

#include <algorithm>

namespace kopilka {

constexpr std::string_view kTitle = "KOPILKA JOURNAL 1\n";

Bytes journal_file_start() {
    const ByteView title = as_bytes(kTitle);
    return {title.begin(), title.end()};
}

Bytes journal_file_record(ByteView canonical) {
    ByteWriter out;
    out.varint(canonical.size());
    out.raw(canonical);
    return out.take();
}

Bytes journal_file_end(std::uint64_t records, const Hash256& head) {
    ByteWriter out;
    out.varint(0);
    out.u64(records);
    out.raw(head.value);
    return out.take();
}

tl::expected<std::vector<Bytes>, JournalFileRefusal> parse_journal_file(ByteView file) {
    if (!as_text(file).starts_with(kTitle)) {
        return tl::unexpected(JournalFileRefusal::NotAJournal);
    }
    ByteReader in(file.subspan(kTitle.size()));
    std::vector<Bytes> records;
    for (std::size_t size = in.count(); size > 0; size = in.count()) {
        const ByteView bytes = in.raw(size);
        records.emplace_back(bytes.begin(), bytes.end());
    }
    const std::uint64_t promised = in.u64();
    const ByteView head = in.raw(sizeof(Hash256::value));
    if (!in.ok()) return tl::unexpected(JournalFileRefusal::CutShort);
    const Hash256 last = records.empty() ? Hash256{} : hash_of(records.back());
    if (!in.at_end() || promised != records.size() || !std::ranges::equal(head, last.value)) {
        return tl::unexpected(JournalFileRefusal::WrongEnding);
    }
    return records;
}

std::string_view say(JournalFileRefusal refusal) {
    switch (refusal) {
        case JournalFileRefusal::NotAJournal:
            return "this is not a file of `till journal export`, or of a newer program";
        case JournalFileRefusal::CutShort: return "the file ends too early; copy it again";
        case JournalFileRefusal::WrongEnding:
            return "the file's last lines do not fit its records; export it again";
    }
    unreachable("journal file refusal");
}

}  // namespace kopilka
