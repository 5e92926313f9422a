// Nine manipulations at every record of a journal of ten thousand. What can be noticed is noticed
// by the chain, by the sealed head or by the server, and nothing else is said to be wrong.
//
// The chain is verified incrementally: what is before a manipulation was verified before, and is
// not touched by it. Nothing is committed; each state is what a till would find.
#include "pos/store/journal_queries.h"
#include "pos/store/journal_schema.h"
#include "pos/store/sealed_head.h"
#include "tests/store/fixture.h"

#include <cstdio>
#include <functional>
#include <random>

namespace kopilka {
namespace {

constexpr std::uint64_t kRecords = 10'017;
constexpr std::uint64_t kSealed = 10'000;  // each fiftieth
constexpr std::uint64_t kHeld = 10'012;    // by the server: the last five are nobody else's

class TamperedJournal : public testing::Test {
protected:
    TamperedJournal() {
        begin(till_);
        for (std::uint64_t n = 2; n <= kRecords;) {
            std::vector<JournalEntry> entries;
            for (int i = 0; i < 500 && n <= kRecords; ++i) entries.emplace_back(sale(n++));
            if (!till_.journal().append(entries, stamp())) std::abort();
        }
        till_.close();
        auto raw = lmdb::Environment::open({journal_folder(till_.path()),
                                            lmdb::Access::Write,
                                            std::size_t{64} << 20,
                                            0,
                                            {"records", "drafts", "states", "members", "meta"}});
        if (!raw) std::abort();
        raw_.emplace(std::move(*raw));
        const auto reading = raw_->begin_read().value();
        for (std::uint64_t n = 1; n <= kRecords; ++n) {
            const auto value = *reading.get(schema::kRecords, schema::record_key(record_id(n)));
            values_.emplace_back(value.begin(), value.end());
        }
    }

    const Bytes& value(std::uint64_t at) const { return values_.at(at - 1); }
    JournalPlace place(std::uint64_t at) const {
        return {record_id(at), schema::split(value(at))->hash};
    }

    // The record with another content, the right predecessor, and a hash that fits.
    Bytes rewritten(std::uint64_t at, const std::function<void(JournalRecord&)>& change) const {
        auto record = decode_record(schema::split(value(at))->bytes).value();
        change(record);
        const Bytes bytes = encode(record);
        return schema::record_value(hash_of(bytes), bytes);
    }
    Bytes forged(std::uint64_t at) const {
        return rewritten(at, [](JournalRecord& record) { record.at.instant.ms += 1; });
    }

    static void put(lmdb::Transaction& to, std::uint64_t at, ByteView value) {
        if (!to.put(schema::kRecords, schema::record_key(record_id(at)), value)) std::abort();
    }
    static void remove(lmdb::Transaction& to, std::uint64_t at) {
        if (!to.remove(schema::kRecords, schema::record_key(record_id(at)))) std::abort();
    }

    static bool is_alarm(const Result<HeadCheck>& check) {
        return !check || (*check != HeadCheck::Matches && *check != HeadCheck::Extends);
    }
    // Whether anybody notices; all before `at` was verified before.
    bool noticed(const lmdb::Transaction& journal, std::uint64_t at) const {
        const auto known = at > 1 ? std::optional(place(at - 1)) : std::nullopt;
        const auto report = verify_after(journal, known);
        return !report || report->bad || is_alarm(compare_head(journal, place(kSealed))) ||
               is_alarm(compare_head(journal, place(kHeld)));
    }

    struct Manipulation {
        std::string name;
        std::uint64_t last;          // the highest position where it can be done
        std::uint64_t last_noticed;  // beyond, only a longer memory than anybody's would notice
        bool goes_on;  // the state at a position is made of the one at the next: done backwards
        std::function<void(lmdb::Transaction&, std::uint64_t at)> act;
    };
    std::vector<Manipulation> manipulations();

    TillFolder till_;
    std::optional<lmdb::Environment> raw_;
    std::vector<Bytes> values_;
    std::mt19937 dice_{4};
};

std::vector<TamperedJournal::Manipulation> TamperedJournal::manipulations() {
    return {
        {"deleted, the later ones moved up", kRecords, kRecords - 1, true,
         [&](auto& to, auto at) {
             if (at == kRecords)
                 remove(to, at);
             else
                 put(to, at, value(at + 1));
         }},
        {"altered by one bit", kRecords, kRecords, false,
         [&](auto& to, auto at) {
             Bytes changed = value(at);
             changed[dice_() % changed.size()] ^= static_cast<std::uint8_t>(1U << dice_() % 8);
             put(to, at, changed);
         }},
        {"rewritten, with a hash that fits", kRecords, kRecords - 1, false,
         [&](auto& to, auto at) { put(to, at, forged(at)); }},
        {"inserted, the later ones moved down", kRecords, kRecords, true,
         [&](auto& to, auto at) {
             put(to, at + 1, value(at));
             put(to, at, forged(at));
         }},
        {"swapped with the next", kRecords - 1, kRecords - 1, false,
         [&](auto& to, auto at) {
             put(to, at, value(at + 1));
             put(to, at + 1, value(at));
         }},
        {"the last one left: truncated", kRecords - 1, kHeld - 1, true,
         [&](auto& to, auto at) { remove(to, at + 1); }},
        {"duplicated", kRecords, kRecords, true,
         [&](auto& to, auto at) { put(to, at + 1, value(at)); }},
        {"replaced by another till's", kRecords, kRecords, false,
         [&](auto& to, auto at) {
             put(to, at, rewritten(at, [](JournalRecord& record) {
                     record.id.till = TillId{"ligovka-2"};
                 }));
         }},
        {"the last one of an older image, and sold on from there", kRecords - 1, kHeld - 1, true,
         [&](auto& to, auto at) {
             if (at + 2 <= kRecords) remove(to, at + 2);
             put(to, at + 1, forged(at + 1));
         }},
    };
}

TEST_F(TamperedJournal, IsNoticedAtEveryRecordThatAnybodyElseHasSeen) {
    std::size_t done = 0;
    std::size_t unseen = 0;
    for (const Manipulation& manipulation : manipulations()) {
        std::optional<lmdb::Transaction> journal;
        for (std::uint64_t at = manipulation.last; at >= 1; --at) {
            if (!journal || !manipulation.goes_on) {
                journal.reset();
                journal.emplace(raw_->begin_write().value());
            }
            manipulation.act(*journal, at);
            const bool expected = at <= manipulation.last_noticed;
            ASSERT_EQ(noticed(*journal, at), expected) << manipulation.name << " at " << at;
            ++done;
            unseen += expected ? 0 : 1;
        }
    }
    std::printf(
        "%zu manipulations of %llu records: %zu noticed, %zu of the tail that neither the "
        "server nor the seal has seen\n",
        done, static_cast<unsigned long long>(kRecords), done - unseen, unseen);
}

TEST_F(TamperedJournal, RaisesNoFalseAlarm) {
    const auto journal = raw_->begin_read().value();
    EXPECT_FALSE(noticed(journal, 1));
    EXPECT_EQ(verify_after(journal, {})->records, kRecords);
    for (std::uint64_t at = 2; at <= kRecords; at += 97) EXPECT_FALSE(noticed(journal, at)) << at;
    EXPECT_EQ(verify_after(journal, place(kSealed))->records, kRecords - kSealed);
    EXPECT_EQ(verify_after(journal, place(kSealed))->head, place(kRecords));
    JournalPlace other = place(7);
    other.hash.value[0] ^= 1;
    EXPECT_TRUE(verify_after(journal, other)->bad);
}

}  // namespace
}  // namespace kopilka
