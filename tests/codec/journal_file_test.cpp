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

const KeyPair kTill = key_pair_from_seed(KeySeed{1});

Bytes file_of(const std::vector<Bytes>& records) {
    Bytes file = journal_file_start();
    JournalFileSum sum;
    for (const Bytes& record : records) {
        add(file, journal_file_record(record));
        sum = with(sum, record);
    }
    add(file, journal_file_end(sum, kTill));
    return file;
}

constexpr std::size_t kSigned = 32 + 64;           // key and signature, last of all
constexpr std::size_t kEnding = 8 + 32 + kSigned;  // after the 0

TEST(JournalFile, GivesBackItsRecordsAndWhoseTheyAre) {
    EXPECT_EQ(parse_journal_file(file_of(some_records())),
              (JournalFile{some_records(), kTill.public_key}));
    EXPECT_EQ(parse_journal_file(file_of({})), (JournalFile{{}, kTill.public_key}));
}

TEST(JournalFile, NoticesWhereItWasCut) {
    const Bytes file = file_of(some_records());
    for (std::size_t size = 0; size < file.size(); ++size) {
        const auto parsed = parse_journal_file(ByteView(file).first(size));
        ASSERT_FALSE(parsed.has_value()) << size;
        EXPECT_EQ(parsed.error(), size < journal_file_start().size()
                                      ? JournalFileRefusal::NotAJournal
                                      : JournalFileRefusal::CutShort);
    }
}

TEST(JournalFile, NoticesEachByteThatWasChanged) {
    const Bytes file = file_of(some_records());
    for (std::size_t at = 0; at < file.size(); ++at) {
        Bytes changed = file;
        changed[at] ^= 1;
        EXPECT_FALSE(parse_journal_file(changed).has_value()) << at;
    }
}

TEST(JournalFile, NoticesAnEndingThatDoesNotFit) {
    Bytes fewer = file_of(some_records());
    fewer[fewer.size() - kEnding] -= 1;
    EXPECT_EQ(parse_journal_file(fewer).error(), JournalFileRefusal::WrongEnding);
    Bytes longer = file_of(some_records());
    longer.push_back(0);
    EXPECT_EQ(parse_journal_file(longer).error(), JournalFileRefusal::WrongEnding);
}

TEST(JournalFile, NoticesRecordsThatTheKeyDidNotSign) {
    const auto records = some_records();
    Bytes made_up = file_of({records[0], records[2], records[1]});
    const Bytes honest = file_of({records[0], records[1], records[2]});
    std::copy(honest.end() - kSigned, honest.end(), made_up.end() - kSigned);
    EXPECT_EQ(parse_journal_file(made_up).error(), JournalFileRefusal::Changed);
}

TEST(JournalFile, AnOlderOneIsNotSignedByAnybody) {
    Bytes older = file_of(some_records());
    older[journal_file_start().size() - 2] = '1';
    older.resize(older.size() - kSigned);
    EXPECT_EQ(parse_journal_file(older).error(), JournalFileRefusal::Unsigned);
}

}  // namespace
}  // namespace kopilka
