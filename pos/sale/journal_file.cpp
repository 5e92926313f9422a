#include "pos/sale/journal_file.h"

#include "pos/core/check.h"

#include <algorithm>

namespace kopilka {

namespace {

constexpr std::string_view kTitle = "KOPILKA JOURNAL 2\n";
constexpr std::string_view kOlderTitle = "KOPILKA JOURNAL 1\n";

Bytes signed_text(const JournalFileSum& sum) {
    ByteWriter out;
    out.text("kopilka journal 2");
    out.u64(sum.records);
    out.raw(sum.all.value);
    return out.take();
}

}  // namespace

JournalFileSum with(const JournalFileSum& sum, ByteView canonical) {
    JournalFileSum next{sum.records + 1, hash_of(canonical), {}};
    ByteWriter both;
    both.raw(sum.all.value);
    both.raw(next.last.value);
    next.all = blake2b(both.bytes());
    return next;
}

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

Bytes journal_file_end(const JournalFileSum& sum, const KeyPair& till) {
    ByteWriter out;
    out.varint(0);
    out.u64(sum.records);
    out.raw(sum.last.value);
    out.raw(till.public_key);
    out.raw(sign_bytes(till, signed_text(sum)));
    return out.take();
}

tl::expected<JournalFile, JournalFileRefusal> parse_journal_file(ByteView file) {
    if (as_text(file).starts_with(kOlderTitle)) return tl::unexpected(JournalFileRefusal::Unsigned);
    if (!as_text(file).starts_with(kTitle)) {
        return tl::unexpected(JournalFileRefusal::NotAJournal);
    }
    ByteReader in(file.subspan(kTitle.size()));
    JournalFile journal;
    JournalFileSum sum;
    for (std::size_t size = in.count(); size > 0; size = in.count()) {
        const ByteView bytes = in.raw(size);
        journal.records.emplace_back(bytes.begin(), bytes.end());
        sum = with(sum, bytes);
    }
    const std::uint64_t promised = in.u64();
    const ByteView head = in.raw(sizeof(Hash256::value));
    const ByteView key = in.raw(journal.key.size());
    Signature signature{};
    const ByteView signed_with = in.raw(signature.size());
    if (!in.ok()) return tl::unexpected(JournalFileRefusal::CutShort);
    if (!in.at_end() || promised != sum.records || !std::ranges::equal(head, sum.last.value)) {
        return tl::unexpected(JournalFileRefusal::WrongEnding);
    }
    std::ranges::copy(key, journal.key.begin());
    std::ranges::copy(signed_with, signature.begin());
    if (!signature_holds(journal.key, signed_text(sum), signature))
        return tl::unexpected(JournalFileRefusal::Changed);
    return journal;
}

std::string_view say(JournalFileRefusal refusal) {
    switch (refusal) {
        case JournalFileRefusal::NotAJournal:
            return "this is not a file of `till journal export`, or of a newer program";
        case JournalFileRefusal::Unsigned:
            return "the file is of an older program, which did not sign it: export the journal "
                   "again";
        case JournalFileRefusal::CutShort: return "the file ends too early; copy it again";
        case JournalFileRefusal::WrongEnding:
            return "the file's last lines do not fit its records; export it again";
        case JournalFileRefusal::Changed:
            return "the till's signature is not of these records: somebody changed the file";
    }
    unreachable("journal file refusal");
}

}  // namespace kopilka
