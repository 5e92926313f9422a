// Hands in the journal's file behind the till's back: what verify() and the sealed head notice.
#include "pos/store/journal_queries.h"
#include "pos/store/journal_schema.h"
#include "pos/store/sealed_head.h"
#include "tests/store/fixture.h"

#include <functional>

namespace kopilka {
namespace {

constexpr std::uint64_t kRecords = 24;

void fill(TillFolder& till) {
    begin(till);
    std::vector<JournalEntry> entries;
    for (std::uint64_t n = 2; n <= kRecords; ++n) entries.emplace_back(sale(n));
    if (!till.journal().append(entries, stamp())) std::abort();
}

// The journal's file, opened by somebody who is not the till.
lmdb::Environment open_raw(const TillFolder& till) {
    auto raw = lmdb::Environment::open({journal_folder(till.path()),
                                        lmdb::Access::Write,
                                        std::size_t{64} << 20,
                                        0,
                                        {"records", "drafts", "states", "members", "meta"}});
    if (!raw) std::abort();
    return std::move(*raw);
}

Bytes value_at(const lmdb::Transaction& transaction, std::uint64_t sequence) {
    const auto value =
        transaction.get(schema::kRecords, schema::record_key(record_id(sequence))).value();
    return {value.begin(), value.end()};
}

void put_at(lmdb::Transaction& transaction, std::uint64_t sequence, ByteView value) {
    const auto key = schema::record_key(record_id(sequence));
    if (!transaction.put(schema::kRecords, key, value)) std::abort();
}

void remove_at(lmdb::Transaction& transaction, std::uint64_t sequence) {
    const auto key = schema::record_key(record_id(sequence));
    if (!transaction.remove(schema::kRecords, key)) std::abort();
}

// The record with another total and a hash that fits: what somebody with this program could write.
Bytes forged(ByteView value) {
    auto record = decode_record(schema::split(value)->bytes).value();
    if (auto* sale = std::get_if<Sale>(&record.entry)) sale->total += Money::of(100);
    if (auto* opened = std::get_if<JournalOpened>(&record.entry)) opened->reason = "forged";
    const Bytes bytes = encode(record);
    return schema::record_value(hash_of(bytes), bytes);
}

struct Manipulation {
    std::string name;
    std::uint64_t first, last;  // positions to try
    std::function<void(lmdb::Transaction&, std::uint64_t)> act;
};

const std::vector<Manipulation>& manipulations() {
    static const std::vector<Manipulation> kAll{
        {"one byte altered", 1, kRecords,
         [](auto& to, auto at) {
             Bytes value = value_at(to, at);
             value[40 + at % (value.size() - 40)] ^= 1;
             put_at(to, at, value);
         }},
        {"altered, with a new hash", 1, kRecords - 1,
         [](auto& to, auto at) { put_at(to, at, forged(value_at(to, at))); }},
        {"cut short", 1, kRecords,
         [](auto& to, auto at) {
             Bytes value = value_at(to, at);
             value.resize(value.size() / 2);
             put_at(to, at, value);
         }},
        {"deleted", 1, kRecords - 1, [](auto& to, auto at) { remove_at(to, at); }},
        {"inserted", 2, kRecords,
         [](auto& to, auto at) { put_at(to, kRecords + 1, value_at(to, at)); }},
        {"replaced by another", 1, kRecords - 1,
         [](auto& to, auto at) { put_at(to, at, value_at(to, at + 1)); }},
        {"two exchanged", 1, kRecords - 1,
         [](auto& to, auto at) {
             const Bytes one = value_at(to, at);
             put_at(to, at, value_at(to, at + 1));
             put_at(to, at + 1, one);
         }},
        {"the beginning removed", 2, kRecords - 1,
         [](auto& to, auto at) {
             for (std::uint64_t n = 1; n < at; ++n) remove_at(to, n);
         }},
    };
    return kAll;
}

TEST(Verify, NoticesEveryManipulationAtEveryRecord) {
    TillFolder till;
    fill(till);
    ASSERT_FALSE(verify(till.journal())->bad) << "no false alarm";
    till.close();
    for (const Manipulation& manipulation : manipulations()) {
        for (std::uint64_t at = manipulation.first; at <= manipulation.last; ++at) {
            const TemporaryFolder copy;
            std::filesystem::copy(till.path(), copy.path(),
                                  std::filesystem::copy_options::recursive);
            {
                auto raw = open_raw(till);
                auto to = raw.begin_write().value();
                manipulation.act(to, at);
                ASSERT_TRUE(to.commit().has_value());
            }
            {
                const auto journal = Journal::open_to_examine(till.path()).value();
                const auto report = verify(journal).value();
                EXPECT_TRUE(report.bad) << manipulation.name << " at " << at;
            }
            std::filesystem::copy(copy.path(), till.path(),
                                  std::filesystem::copy_options::recursive |
                                      std::filesystem::copy_options::overwrite_existing);
        }
    }
}

TEST(Verify, NamesTheFirstBadRecord) {
    TillFolder till;
    fill(till);
    till.close();
    {
        auto raw = open_raw(till);
        auto to = raw.begin_write().value();
        put_at(to, 7, forged(value_at(to, 7)));
        ASSERT_TRUE(to.commit().has_value());
    }
    const auto journal = Journal::open_to_examine(till.path()).value();
    const auto report = verify(journal).value();
    EXPECT_EQ(report.records, 7u);
    ASSERT_TRUE(report.bad);
    EXPECT_EQ(report.bad->id, record_id(8));
    EXPECT_EQ(report.bad->what, "it does not follow the record before it");
}

TEST(Journal, DoesNotOpenOnALastRecordThatIsNotWhatWasWritten) {
    TillFolder till;
    fill(till);
    till.close();
    {
        auto raw = open_raw(till);
        auto to = raw.begin_write().value();
        Bytes value = value_at(to, kRecords);
        value.back() ^= 1;
        put_at(to, kRecords, value);
        ASSERT_TRUE(to.commit().has_value());
    }
    EXPECT_EQ(Journal::open_to_read(till.path()).error().code, Errc::Corrupt);
}

TEST(Journal, TakesNoKeyOfAnotherLengthForARecord) {
    TillFolder till;
    fill(till);
    till.close();
    {
        auto raw = open_raw(till);
        auto to = raw.begin_write().value();
        Bytes longer(60, 0x22);  // of a member; a bit more in the size of its key
        ASSERT_TRUE(to.put(schema::kMembers, longer, {}).has_value());
        ASSERT_TRUE(to.put(schema::kRecords, Bytes{0}, value_at(to, 1)).has_value());
        ASSERT_TRUE(to.commit().has_value());
    }
    const auto journal = Journal::open_to_examine(till.path()).value();
    MemberId member;
    member.value.fill(0x22);
    EXPECT_EQ(records_of_member(journal, member, 5).error().code, Errc::Corrupt);
    EXPECT_EQ(journal.read_after({}, 5).error().code, Errc::Corrupt);
    EXPECT_TRUE(verify(journal).value().bad);
}

class SealedHead : public testing::Test {
protected:
    HeadCheck check() { return check_sealed_head(keys_.path(), secret_, till_.journal()).value(); }
    JournalPlace sell(std::uint64_t number) {
        const std::vector<JournalEntry> entries{sale(number)};
        return till_.journal().append(entries, stamp()).value().front();
    }
    TemporaryFolder keys_;
    Keys secret_ = make_keys();
    TillFolder till_;
};

TEST_F(SealedHead, SaysWhetherTheJournalIsTheOneThatWasSealed) {
    begin(till_);
    EXPECT_EQ(check(), HeadCheck::NeverSealed);
    const JournalPlace head = sell(1);
    ASSERT_TRUE(seal_head(keys_.path(), secret_, head).has_value());
    EXPECT_EQ(check(), HeadCheck::Matches);
    sell(2);
    EXPECT_EQ(check(), HeadCheck::Extends);
    Keys others = make_keys();
    EXPECT_EQ(check_sealed_head(keys_.path(), others, till_.journal()).value(),
              HeadCheck::Unreadable);
}

TEST_F(SealedHead, NoticesAnOldCopyPutBack) {
    begin(till_);
    sell(1);
    till_.close();
    const TemporaryFolder old;
    std::filesystem::copy(till_.path(), old.path(), std::filesystem::copy_options::recursive);
    till_.open();
    ASSERT_TRUE(seal_head(keys_.path(), secret_, sell(2)).has_value());
    till_.close();
    std::filesystem::copy(old.path(), till_.path(),
                          std::filesystem::copy_options::recursive |
                              std::filesystem::copy_options::overwrite_existing);
    till_.open();
    EXPECT_FALSE(verify(till_.journal())->bad) << "the chain alone cannot know";
    EXPECT_EQ(check(), HeadCheck::RolledBack);
    sell(22);
    EXPECT_EQ(check(), HeadCheck::Differs);
}

TEST_F(SealedHead, IsDueWithShiftsAndEveryFiftyRecords) {
    const auto due = [](JournalEntry entry, std::uint64_t sequence) {
        const std::vector<JournalEntry> entries{std::move(entry)};
        const std::vector<JournalPlace> places{{record_id(sequence), {}}};
        return is_time_to_seal(entries, places);
    };
    EXPECT_TRUE(due(ShiftOpened{}, 3));
    EXPECT_TRUE(due(ShiftClosed{}, 3));
    EXPECT_TRUE(due(DrawerOpened{}, 100));
    EXPECT_FALSE(due(DrawerOpened{}, 101));
}

}  // namespace
}  // namespace kopilka
