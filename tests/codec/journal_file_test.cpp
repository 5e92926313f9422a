#include "pos/sale/journal_file.h"

#include "tests/codec/any_value.h"

namespace kopilka {
namespace {

void add(Bytes& to, const Bytes& part) { to.insert(to.end(), part.begin(), part.end()); }

std::vector<Bytes> some_records() {
    AnyValue any(5);
    std::vector<Bytes> records;
    for (std::size_t kind = 1; kind <= 5; ++kind) records.push_back(encode(any.record(kind)));
    return records;
}

Bytes file_of(const std::vector<Bytes>& records, std::uint64_t promised) {
    Bytes file = journal_file_start();
    for (const Bytes& record : records) add(file, journal_file_record(record));
    add(file, journal_file_end(promised, records.empty() ? Hash256{} : hash_of(records.back())));
    return file;
}

TEST(JournalFile, GivesBackItsRecords) {
    EXPECT_EQ(parse_journal_file(file_of(some_records(), 5)), some_records());
    EXPECT_EQ(parse_journal_file(file_of({}, 0)), std::vector<Bytes>{});
}

TEST(JournalFile, NoticesWhereItWasCut) {
    const Bytes file = file_of(some_records(), 5);
    for (std::size_t size = 0; size < file.size(); ++size) {
        const auto parsed = parse_journal_file(ByteView(file).first(size));
        ASSERT_FALSE(parsed.has_value()) << size;
        EXPECT_EQ(parsed.error(), size < journal_file_start().size()
                                      ? JournalFileRefusal::NotAJournal
                                      : JournalFileRefusal::CutShort);
    }
}

TEST(JournalFile, NoticesAnEndingThatDoesNotFit) {
    EXPECT_EQ(parse_journal_file(file_of(some_records(), 4)).error(),
              JournalFileRefusal::WrongEnding);
    Bytes longer = file_of(some_records(), 5);
    longer.push_back(0);
    EXPECT_EQ(parse_journal_file(longer).error(), JournalFileRefusal::WrongEnding);
}

}  // namespace
}  // namespace kopilka
