#include "pos/store/journal.h"

#include "tests/store/fixture.h"

namespace kopilka {
namespace {

TEST(Journal, GivesBackWhatWasAppended) {
    const TemporaryFolder folder;
    const auto data = DataFolder::lock(folder.path());
    ASSERT_TRUE(data.has_value());
    auto journal = Journal::open(*data, kSmall);
    ASSERT_TRUE(journal.has_value()) << journal.error().detail;
    ASSERT_TRUE(journal->begin_epoch(kTill, kStore, stamp(), "enrolled").has_value());
    const std::vector<JournalEntry> entries{SignedIn{CashierId{"olga"}, Role::Senior}, sale(1, 3)};
    const auto places = journal->append(entries, stamp(1));
    ASSERT_TRUE(places.has_value()) << places.error().detail;
    ASSERT_EQ(places->size(), 2u);
    const auto back = journal->read((*places)[1].id);
    ASSERT_TRUE(back.has_value()) << back.error().detail;
    EXPECT_EQ(back->record.entry, entries[1]);
    EXPECT_EQ(back->record.previous, (*places)[0].hash);
    EXPECT_EQ(journal->outbox().count, 3u);
}

}  // namespace
}  // namespace kopilka
