#include "pos/store/journal.h"

#include "pos/store/journal_queries.h"
#include "tests/store/fixture.h"

namespace kopilka {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

Draft draft(std::uint64_t id) {
    Draft draft;
    draft.id = id;
    draft.till = kTill;
    draft.basket.lines = {milk(1)};
    draft.member = member_id(3);
    draft.tenders = {{TenderKind::Card, Money::of(5000), {}, {}, "RRN 1"}};
    draft.operations = {"op-2"};
    draft.at = stamp().at;
    draft.started = stamp().at;
    return draft;
}

TEST(Journal, GivesBackWhatWasAppended) {
    TillFolder till;
    begin(till);
    const std::vector<JournalEntry> entries{SignedIn{CashierId{"olga"}, Role::Senior}, sale(1, 3)};
    const auto places = till.journal().append(entries, stamp(1));
    ASSERT_TRUE(places.has_value()) << places.error().detail;
    till.open();
    const auto records = till.journal().read_after(record_id(1), 10).value();
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].record.entry, entries[0]);
    EXPECT_EQ(records[1].record.entry, entries[1]);
    EXPECT_EQ(records[1].record.previous, records[0].hash);
    EXPECT_EQ((JournalPlace{records[1].record.id, records[1].hash}), places->back());
    EXPECT_EQ(till.journal().head(), places->back());
    EXPECT_EQ(till.journal().read(record_id(3))->record, records[1].record);
}

TEST(Journal, NumbersRecordsWithoutGapsWhateverFails) {
    TillFolder till;
    begin(till);
    Sale impossible = sale(1);
    impossible.total = Money::of(INT64_MAX);  // beyond what the format can carry
    const std::vector<JournalEntry> mixed{DrawerOpened{"change"}, impossible};
    const auto refused = till.journal().append(mixed, stamp());
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, Errc::Invalid);
    const auto places = till.journal().append(std::vector<JournalEntry>{sale(1)}, stamp());
    ASSERT_TRUE(places.has_value());
    EXPECT_EQ(places->front().id, record_id(2));
    EXPECT_EQ(verify(till.journal())->records, 2u);
}

TEST(Journal, IsBegunOnceAndByOneTill) {
    TillFolder till;
    const auto early = till.journal().append(std::vector<JournalEntry>{sale(1)}, stamp());
    EXPECT_FALSE(early.has_value());
    begin(till);
    const auto other = till.journal().begin_epoch(TillId{"ligovka-2"}, kStore, stamp(), "");
    ASSERT_FALSE(other.has_value());
    EXPECT_THAT(other.error().detail, HasSubstr("nevsky-1"));
    EXPECT_FALSE(till.journal().begin_epoch(kTill, kStore, stamp(), "", Epoch{1}).has_value());
}

TEST(Journal, BeginsANewEpochAfterTheLastHeldRecord) {
    TillFolder till;
    begin(till);
    const auto places =
        till.journal().append(std::vector<JournalEntry>{sale(1), sale(2)}, stamp()).value();
    ASSERT_TRUE(till.journal().acknowledge({record_id(2), {}}).has_value());
    const auto opened = till.journal().begin_epoch(kTill, kStore, stamp(), "forked", Epoch{4});
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->id, (RecordId{kTill, Epoch{4}, Sequence{1}}));
    const auto record = till.journal().read(opened->id)->record;
    EXPECT_EQ(record.previous, places[0].hash);
    EXPECT_EQ(std::get<JournalOpened>(record.entry).previous_epoch, Epoch{1});
    EXPECT_FALSE(verify(till.journal())->bad);
    EXPECT_EQ(till.journal().outbox().count, 2u);
}

TEST(Journal, KeepsASaleAndTheEndOfItsDraftInOneCommit) {
    TillFolder till;
    begin(till);
    ASSERT_TRUE(till.journal().change_drafts({{draft(1), draft(2)}, {}}).has_value());
    till.open();
    EXPECT_EQ(till.journal().drafts().value(), (std::vector{draft(1), draft(2)}));
    Sale impossible = sale(1);
    impossible.total = Money::of(INT64_MAX);
    const std::vector<JournalEntry> bad{impossible};
    EXPECT_FALSE(till.journal().append(bad, stamp(), {{}, {1}}).has_value());
    EXPECT_EQ(till.journal().drafts()->size(), 2u);
    const std::vector<JournalEntry> good{sale(1)};
    EXPECT_TRUE(till.journal().append(good, stamp(), {{}, {1}}).has_value());
    till.open();
    EXPECT_EQ(till.journal().drafts().value(), std::vector{draft(2)});
    EXPECT_EQ(till.journal().draft(2).value(), draft(2));
    EXPECT_EQ(till.journal().draft(1).error().code, Errc::NotFound);
}

TEST(Outbox, IsTheJournalAfterTheLastHeldRecord) {
    TillFolder till;
    begin(till);
    for (std::uint64_t n = 1; n <= 4; ++n) {
        const std::vector<JournalEntry> entries{sale(n)};
        ASSERT_TRUE(till.journal().append(entries, stamp(static_cast<std::int64_t>(n))));
    }
    EXPECT_EQ(till.journal().outbox().count, 5u);
    ASSERT_TRUE(till.journal().acknowledge({record_id(3), {}}).has_value());
    const auto raw = till.journal().raw_after(till.journal().watermark(), 100, SIZE_MAX).value();
    ASSERT_EQ(raw.size(), 2u);
    EXPECT_EQ(raw[0].id, record_id(4));
    EXPECT_EQ(hash_of(raw[0].bytes), raw[0].hash);
    const OutboxView expected{2, raw[0].bytes.size() + raw[1].bytes.size(), stamp(3).at};
    EXPECT_EQ(till.journal().outbox(), expected);
    till.open();
    EXPECT_EQ(till.journal().outbox(), expected);
    EXPECT_EQ(till.journal().watermark(), record_id(3));
    EXPECT_EQ(till.journal().raw_after({}, 100, 1)->size(), 1u) << "always at least one";
    EXPECT_EQ(till.journal().acknowledge({record_id(9), {}}).error().code, Errc::Invalid);
}

TEST(Journal, RemembersHowItsClockStoodToTheServers) {
    TillFolder till;
    begin(till);
    EXPECT_EQ(till.journal().server_clock().value(), std::nullopt);
    const ServerClock slow{stamp(5).at.instant, -86'400'000, 17};
    ASSERT_TRUE(till.journal().keep_clock({stamp(4).at.instant, 3, 900}).has_value());
    ASSERT_TRUE(till.journal().keep_clock(slow).has_value());
    till.open();
    EXPECT_EQ(till.journal().server_clock().value(), slow);
}

// A server that was put back from a backup holds less than it did, perhaps nothing.
TEST(Outbox, TakesBackWhatTheServerNoLongerHolds) {
    TillFolder till;
    begin(till);
    const std::vector<JournalEntry> entries{sale(1), sale(2)};
    ASSERT_TRUE(till.journal().append(entries, stamp()));
    ASSERT_TRUE(till.journal().acknowledge({record_id(3), {}}));
    ASSERT_TRUE(till.journal().acknowledge({record_id(2), {}}));
    EXPECT_EQ(till.journal().outbox().count, 1u);
    ASSERT_TRUE(till.journal().acknowledge({record_id(0), {}}));
    EXPECT_EQ(till.journal().watermark(), std::nullopt);
    EXPECT_EQ(till.journal().outbox().count, 3u);
    till.open();
    EXPECT_EQ(till.journal().outbox().count, 3u);
    ASSERT_TRUE(till.journal().acknowledge({record_id(3), {}}));
    ASSERT_TRUE(till.journal().begin_epoch(kTill, kStore, stamp(), "enrolled again"));
    ASSERT_TRUE(till.journal().acknowledge({RecordId{kTill, Epoch{2}, Sequence{1}}, {}}));
    ASSERT_TRUE(till.journal().acknowledge({RecordId{kTill, Epoch{2}, Sequence{0}}, {}}));
    EXPECT_EQ(till.journal().watermark(), record_id(3)) << "of the epoch before it holds all";
}

TEST(Outbox, RemembersWhatTheServerSaid) {
    TillFolder till;
    begin(till);
    const std::vector<JournalEntry> entries{sale(1), sale(2)};
    ASSERT_TRUE(till.journal().append(entries, stamp()).has_value());
    const ServerState applied{record_id(2), ServerVerdict::Applied, 17, ""};
    const ServerState aside{record_id(3), ServerVerdict::Quarantined, 0, "unknown member"};
    ASSERT_TRUE(till.journal().acknowledge({record_id(3), {applied, aside}}).has_value());
    till.open();
    EXPECT_EQ(till.journal().state(record_id(2)).value(), applied);
    EXPECT_EQ(till.journal().state(record_id(1)).value(), std::nullopt);
    EXPECT_EQ(quarantined(till.journal()).value(), std::vector{aside});
}

TEST(Outbox, KeepsCountOfWhatTheServerPutAside) {
    TillFolder till;
    begin(till);
    const std::vector<JournalEntry> entries{sale(1), sale(2)};
    ASSERT_TRUE(till.journal().append(entries, stamp()).has_value());
    EXPECT_EQ(till.journal().quarantined_count().value(), 0u);
    ServerState said{record_id(2), ServerVerdict::Quarantined, 0, "unknown member"};
    const ServerState other{record_id(3), ServerVerdict::Quarantined, 0, "unknown member"};
    ASSERT_TRUE(till.journal().acknowledge({record_id(3), {said, other}}));
    EXPECT_EQ(till.journal().quarantined_count().value(), 2u);
    ASSERT_TRUE(till.journal().acknowledge({record_id(3), {said}})) << "once more";
    EXPECT_EQ(till.journal().quarantined_count().value(), 2u);
    said.verdict = ServerVerdict::Applied;
    ASSERT_TRUE(till.journal().acknowledge({record_id(3), {said}}));
    EXPECT_EQ(till.journal().quarantined_count().value(), 1u);
    till.open();
    EXPECT_EQ(till.journal().quarantined_count().value(), 1u);
}

TEST(JournalQueries, FindAReceiptByTheCodePrintedOnIt) {
    TillFolder till;
    begin(till);
    const auto place =
        till.journal().append(std::vector<JournalEntry>{sale(1)}, stamp()).value().front();
    std::string code = short_code(place.hash);
    std::ranges::transform(code, code.begin(), [](unsigned char c) { return std::toupper(c); });
    const auto found = find_by_hash(till.journal(), code).value();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].record.id, place.id);
    EXPECT_THAT(find_by_hash(till.journal(), "0000000000").value(), IsEmpty());
    EXPECT_EQ(find_by_hash(till.journal(), "12").error().code, Errc::Invalid);
}

TEST(JournalQueries, KnowAMembersReceiptsAndWhichTheSnapshotLacks) {
    TillFolder till;
    begin(till);
    const MemberId anna = member_id(1);
    const std::vector<JournalEntry> entries{sale(1, 1, anna), sale(2, 1, member_id(2)),
                                            sale(3, 1, anna), sale(4), sale(5, 1, anna)};
    ASSERT_TRUE(till.journal().append(entries, stamp()).has_value());
    const std::vector<ServerState> states{
        {record_id(2), ServerVerdict::Applied, 10, ""},
        {record_id(4), ServerVerdict::Applied, 20, ""},
        {record_id(6), ServerVerdict::Quarantined, 0, "why"},
    };
    ASSERT_TRUE(till.journal().acknowledge({record_id(6), states}).has_value());
    const auto sequences = [](const auto& records, auto id_of) {
        std::vector<std::uint64_t> all;
        for (const auto& record : records) all.push_back(id_of(record).sequence.value);
        return all;
    };
    const auto newest = records_of_member(till.journal(), anna, 2).value();
    EXPECT_EQ(sequences(newest, [](auto& r) { return r.record.id; }),
              (std::vector<std::uint64_t>{6, 4}));
    const auto lacking = [&](std::uint64_t position) {
        return sequences(records_not_reached(till.journal(), anna, position).value(),
                         [](auto& r) { return r.id; });
    };
    EXPECT_EQ(lacking(5), (std::vector<std::uint64_t>{2, 4, 6}));
    EXPECT_EQ(lacking(10), (std::vector<std::uint64_t>{4, 6}));
    EXPECT_EQ(lacking(20), std::vector<std::uint64_t>{6});
}

TEST(DataFolder, AdmitsOneWriterAndAnyReader) {
    TillFolder till;
    begin(till);
    const auto second = DataFolder::lock(till.path());
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, Errc::Busy);
    EXPECT_THAT(second.error().detail, HasSubstr("another till program"));
    till.close();
    EXPECT_TRUE(DataFolder::lock(till.path()).has_value());
    const auto reader = Journal::open_to_read(till.path());
    ASSERT_TRUE(reader.has_value()) << reader.error().detail;
    EXPECT_EQ(reader->head()->id, record_id(1));
    const TemporaryFolder empty;
    EXPECT_EQ(Journal::open_to_read(empty.path()).error().code, Errc::NotFound);
}

}  // namespace
}  // namespace kopilka
