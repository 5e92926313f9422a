#include "pos/app/journal_command.h"

#include "pos/app/outbox_command.h"
#include "pos/app/premises.h"
#include "pos/sale/journal_file.h"
#include "pos/store/journal_queries.h"
#include "pos/store/journal_schema.h"
#include "pos/store/sealed_head.h"
#include "tests/store/fixture.h"

#include <fstream>
#include <iterator>
#include <sstream>

namespace kopilka::app {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::StartsWith;

class JournalCommand : public testing::Test {
protected:
    JournalCommand() {
        begin(till_);
        const std::vector<JournalEntry> entries{ShiftOpened{ShiftNumber{1}, Money::of(1000)},
                                                sale(1, 2), DrawerOpened{"change"}};
        places_ = till_.journal().append(entries, stamp()).value();
        const ServerState aside{record_id(2), ServerVerdict::Quarantined, 0, "unknown shift"};
        if (!till_.journal().acknowledge({record_id(2), {aside}})) std::abort();
        till_.close();
    }
    int verify() {
        return verify_journal(till_.path(), keys_.path(), Output::Lines, out_, errors_);
    }

    TillFolder till_;
    TemporaryFolder keys_;
    std::vector<JournalPlace> places_;
    std::ostringstream out_, errors_;
};

TEST_F(JournalCommand, ListsWhatHappened) {
    EXPECT_EQ(list_journal(till_.path(), {}, Output::Lines, out_, errors_), 0);
    EXPECT_THAT(out_.str(), HasSubstr("nevsky-1/1/3\t2026-03-08T18:05:00+03:00\tolga\tSale\t"
                                      "number=1 shift=1 lines=2 total=179.80"));
    EXPECT_THAT(out_.str(), StartsWith("nevsky-1/1/1\t"));
    EXPECT_THAT(errors_.str(), IsEmpty());
}

TEST_F(JournalCommand, ListsOnlyTheLastRecordsWhenAsked) {
    for (const std::size_t most : {0u, 1u, 2u, 4u, 9u}) {
        out_.str("");
        EXPECT_EQ(list_journal(till_.path(), most, Output::Lines, out_, errors_), 0);
        const std::string text = out_.str();
        EXPECT_EQ(std::ranges::count(text, '\n'), static_cast<int>(std::min(most, std::size_t{4})));
    }
}

TEST_F(JournalCommand, ListsAsJson) {
    EXPECT_EQ(list_journal(till_.path(), 1, Output::Json, out_, errors_), 0);
    EXPECT_THAT(out_.str(), StartsWith(R"([{"id":"nevsky-1/1/4","kind":"DrawerOpened",)"));
    EXPECT_THAT(out_.str(), HasSubstr(R"("reason":"change"}])"));
}

TEST_F(JournalCommand, VerifiesTheChain) {
    EXPECT_EQ(verify(), 0);
    EXPECT_EQ(out_.str(), "4 records, chain intact, head " + to_string(places_[2].hash) + "\n");
}

TEST_F(JournalCommand, SaysNoToAJournalThatWasCut) {
    const Keys keys = make_keys();
    ASSERT_TRUE(save_keys(keys_.path(), keys).has_value());
    ASSERT_TRUE(seal_head(keys_.path(), keys, {record_id(40), {}}).has_value());
    EXPECT_EQ(verify(), 1);
    EXPECT_THAT(errors_.str(), HasSubstr("rolled back"));
}

TEST_F(JournalCommand, ExportsEveryRecord) {
    const auto file = keys_.path() / "journal.kopilka";
    const auto folder = keys_.path();
    EXPECT_EQ(export_journal(till_.path(), folder, file, out_, errors_), 2);
    EXPECT_THAT(errors_.str(), HasSubstr("name its folder with --keys"));
    const Keys keys = make_keys();
    ASSERT_TRUE(save_keys(folder, keys).has_value());
    EXPECT_EQ(export_journal(till_.path(), folder, file, out_, errors_), 0);
    std::ifstream in(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const auto journal = parse_journal_file(as_bytes(bytes));
    ASSERT_TRUE(journal.has_value());
    ASSERT_EQ(journal->records.size(), 4u);
    EXPECT_EQ(hash_of(journal->records.back()), places_[2].hash);
    EXPECT_EQ(journal->key, key_pair_from_seed(keys.till_seed).public_key);
    EXPECT_EQ(export_journal(till_.path(), folder, folder / "no" / "folder", out_, errors_), 2);
}

TEST_F(JournalCommand, FindsAReceiptByItsCodeOrItsNumber) {
    for (const auto& code : {short_code(places_[1].hash), std::string("nevsky-1/1/3")}) {
        out_.str("");
        EXPECT_EQ(find_in_journal(till_.path(), code, Output::Lines, out_, errors_), 0);
        EXPECT_THAT(out_.str(), StartsWith("nevsky-1/1/3\t"));
        EXPECT_THAT(out_.str(), HasSubstr("  line=1 sku=MILK-1 name=Молоко"));
    }
    EXPECT_EQ(find_in_journal(till_.path(), "nevsky-1/1/3", Output::Json, out_, errors_), 0);
    EXPECT_THAT(out_.str(), HasSubstr(R"("goods":[{"line":1,"sku":"MILK-1")"));
    EXPECT_EQ(find_in_journal(till_.path(), "nevsky-1/1/99", Output::Lines, out_, errors_), 1);
    EXPECT_EQ(find_in_journal(till_.path(), "00000000", Output::Lines, out_, errors_), 1);
    EXPECT_EQ(find_in_journal(till_.path(), "ab", Output::Lines, out_, errors_), 2);
}

TEST_F(JournalCommand, SaysWhatIsUnsentAndPutAside) {
    EXPECT_EQ(outbox_command(till_.path(), Output::Lines, out_, errors_), 0);
    EXPECT_THAT(out_.str(), MatchesRegex("unsent 2 records, [0-9]+ bytes, oldest of "
                                         "2026-03-08T18:05:00.03:00\n"
                                         "acknowledged up to nevsky-1/1/2\n"
                                         "quarantined 1\n  nevsky-1/1/2\tunknown shift\n"));
    out_.str("");
    EXPECT_EQ(outbox_command(till_.path(), Output::Json, out_, errors_), 0);
    EXPECT_THAT(out_.str(), HasSubstr(R"("acknowledged":"nevsky-1/1/2","quarantined":[{"id":)"));
    EXPECT_THAT(out_.str(), HasSubstr(R"("receipts":[{"id":"nevsky-1/1/3","day":"2026-03-08",)"
                                      R"("receipt":1,"total":"179.80","points":"0"}])"));
}

// What a newer program or a bug could have left there: it is sent like the rest, and told.
void put_below_the_store(const std::filesystem::path& data, std::uint64_t sequence,
                         const Bytes& bytes, const Hash256& hash) {
    auto journal = lmdb::Environment::open(
        {journal_folder(data), lmdb::Access::Write, std::size_t{64} << 20, 0, schema::tables()});
    auto transaction = journal.value().begin_write().value();
    ASSERT_TRUE(transaction.append(schema::kRecords, schema::record_key(record_id(sequence)),
                                   schema::record_value(hash, bytes)));
    ASSERT_TRUE(transaction.commit().has_value());
}

TEST_F(JournalCommand, SaysWhatIsUnsentThoughSomeOfItCannotBeRead) {
    const Bytes nonsense{1, 2, 3};
    put_below_the_store(till_.path(), 5, nonsense, hash_of(nonsense));
    put_below_the_store(till_.path(), 6, Bytes{4, 5}, Hash256());
    JournalRecord record;
    record.id = record_id(7);
    record.at = stamp().at;
    record.business_date = stamp().business_date;
    record.entry = sale(2);
    put_below_the_store(till_.path(), 7, encode(record), hash_of(encode(record)));
    EXPECT_EQ(outbox_command(till_.path(), Output::Json, out_, errors_), 0) << errors_.str();
    const std::string said = out_.str();
    EXPECT_THAT(said, HasSubstr(R"("unsent":5,)"));
    EXPECT_THAT(said, HasSubstr(R"("unreadable":[{"id":"nevsky-1/1/5"},{"id":"nevsky-1/1/6"}])"));
    EXPECT_THAT(said, HasSubstr(R"("receipts":[{"id":"nevsky-1/1/3",)"));
    EXPECT_THAT(said, HasSubstr(R"({"id":"nevsky-1/1/7",)"));
    out_.str("");
    EXPECT_EQ(outbox_command(till_.path(), Output::Lines, out_, errors_), 0);
    EXPECT_THAT(out_.str(), HasSubstr("\nunreadable 2\n  nevsky-1/1/5\n  nevsky-1/1/6\n"));
}

TEST_F(JournalCommand, SaysWhenTheClockIsWrong) {
    till_.open();
    const auto say = [&](const ServerClock& clock) {
        EXPECT_TRUE(till_.journal().keep_clock(clock).has_value());
        out_.str("");
        EXPECT_EQ(outbox_command(till_.path(), Output::Lines, out_, errors_), 0);
        return out_.str();
    };
    const Instant at = stamp().at.instant;
    EXPECT_THAT(say({at, 3, 40}),
                HasSubstr("\nclock 0.1 s ahead of the server's, give or take 0.1 s "
                          "(compared at 2026-03-08T15:05:00+00:00)\n"));
    EXPECT_THAT(say({at, -3'600'000, 40}),
                HasSubstr("\nclock 3600.0 s behind the server's, give or take 0.1 s: set it (c"));
    out_.str("");
    EXPECT_EQ(outbox_command(till_.path(), Output::Json, out_, errors_), 0);
    EXPECT_THAT(out_.str(), HasSubstr(R"("clock":"3600.0 s behind)"));
}

// One byte of the second sale's own bytes, as a bad disk would change it.
void damage(const std::filesystem::path& data, const std::string& piece) {
    const auto file = journal_folder(data) / "data.mdb";
    std::fstream both(file, std::ios::binary | std::ios::in | std::ios::out);
    const std::string bytes{std::istreambuf_iterator<char>(both), {}};
    for (std::size_t at = bytes.find(piece); at != std::string::npos;
         at = bytes.find(piece, at + 1)) {
        both.clear();
        both.seekp(static_cast<std::streamoff>(at));
        both.put('X');
    }
}

TEST_F(JournalCommand, SalvagesWhatADamagedJournalStillHas) {
    damage(till_.path(), "MILK-2");
    EXPECT_EQ(verify(), 1);
    const TemporaryFolder out;
    const auto folder = out.path() / "till";
    ASSERT_EQ(salvage_journal(till_.path(), folder, stamp(5).at, out_, errors_), 0)
        << errors_.str();
    EXPECT_THAT(out_.str(), HasSubstr("3 records and 0 drafts kept"));
    EXPECT_THAT(out_.str(), HasSubstr("missing: nevsky-1/1/3\n"));
    EXPECT_THAT(out_.str(), HasSubstr("cannot take them after a missing one: nevsky-1/1/4;"));
    EXPECT_THAT(out_.str(), HasSubstr("a new epoch begins with nevsky-1/2/1\n"));
    EXPECT_THAT(out_.str(), HasSubstr("enrol --server URL --code CODE"));
    const auto journal = Journal::open_to_read(folder).value();
    const auto opened = journal.read(journal.head()->id).value().record;
    EXPECT_EQ(opened.previous, places_[0].hash) << "the last that the server holds";
    EXPECT_EQ(journal.watermark(), record_id(2));
    EXPECT_EQ(journal.state(record_id(4)).value()->cause, "not sent: a record before it is lost");
}

TEST_F(JournalCommand, SalvagesIntoANewFolderOnly) {
    EXPECT_EQ(salvage_journal(till_.path(), till_.path(), stamp().at, out_, errors_), 2);
    const TemporaryFolder out;
    EXPECT_EQ(salvage_journal(till_.path(), out.path(), stamp().at, out_, errors_), 0);
    EXPECT_THAT(out_.str(), HasSubstr("no record is missing"));
    EXPECT_EQ(salvage_journal(till_.path(), out.path(), stamp().at, out_, errors_), 2);
    const TemporaryFolder empty;
    EXPECT_EQ(salvage_journal(empty.path(), out.path() / "more", stamp().at, out_, errors_), 2);
    EXPECT_THAT(errors_.str(), HasSubstr("there is no journal in"));
}

TEST_F(JournalCommand, IsNamedWhereATillFindsItsJournalDamaged) {
    ASSERT_TRUE(save_keys(keys_.path(), make_keys()));
    ASSERT_TRUE(
        save_enrolment(keys_.path(), {kTill, kStore, "https://central:1", {Bytes{1}, Bytes{2}}}));
    const Places places{till_.path(), keys_.path()};
    const SetClock clock(stamp().at.instant);
    ASSERT_TRUE(open_premises(places, clock).has_value());
    {
        // Left without an end, as by a power cut: the next start looks everywhere.
        std::ofstream(till_.path() / "lock") << "held";
    }
    damage(till_.path(), "MILK-2");
    const auto opened = open_premises(places, clock);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code, Errc::Corrupt);
    EXPECT_THAT(opened.error().detail, HasSubstr("journal salvage --out"));
}

TEST_F(JournalCommand, SaysWhereThereIsNoJournal) {
    const TemporaryFolder empty;
    EXPECT_EQ(list_journal(empty.path(), {}, Output::Lines, out_, errors_), 2);
    EXPECT_EQ(verify_journal(empty.path(), keys_.path(), Output::Lines, out_, errors_), 2);
    EXPECT_EQ(outbox_command(empty.path(), Output::Lines, out_, errors_), 2);
    EXPECT_THAT(errors_.str(), HasSubstr("journal"));
}

}  // namespace
}  // namespace kopilka::app
