// The till that breaks at noon: its sales are on its disk only. Another machine takes its place;
// `till journal export` and `central import journal` bring in what it had sold, once.
#include "tests/copies/shop_of_copies.h"
#include "tests/support/program.h"

#include <fstream>

namespace kopilka {
namespace {

using testing::HasSubstr;

class BrokenTill : public ShopOfCopies {
protected:
    std::string file() const { return (folder_ / "journal.kopilka").string(); }
    ProcessSaid till_command(const std::string& name, const std::string& words) const {
        return till_of(places(name)).run(words);
    }
    ProcessSaid central(const std::string& words) const { return central_of(place_).run(words); }
    ProcessSaid import() const { return central("import journal " + file()); }

    std::string bytes_of_file() const {
        std::ifstream in(file(), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void write_file(const std::string& bytes) const {
        std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
    }
    // Exit 2, these words, and the server holds no more than before.
    void expect_refused(const std::string& words) {
        const auto before = hashes_at_server();
        const ProcessSaid said = import();
        EXPECT_EQ(said.code, 2) << said.words;
        EXPECT_THAT(said.words, HasSubstr(words));
        EXPECT_EQ(hashes_at_server(), before);
    }
};

TEST_P(BrokenTill, ItsSalesComeInAsAFileBesideItsReplacement) {
    sell("a", 2);
    send("a");
    till("a").connect(app::Network::Down);
    sell("a", 3);  // and it breaks
    tills_.clear();
    enrol("b");
    sell("b", 2);
    send("b");
    EXPECT_EQ(head("b").epoch, Epoch{2});
    tills_.clear();

    const ProcessSaid exported = till_command("a", "journal export " + file());
    ASSERT_EQ(exported.code, 0) << exported.words;
    const std::string whole = bytes_of_file();
    write_file(whole.substr(0, whole.size() - 1));
    expect_refused("the file ends too early");
    std::string changed = whole;
    changed[whole.size() / 2] ^= 1;
    write_file(changed);
    expect_refused("");
    changed = whole;
    changed[16] = '1';
    write_file(changed);
    expect_refused("did not sign it");
    write_file(whole);

    const ProcessSaid first = import();
    EXPECT_EQ(first.code, 0) << first.words;
    EXPECT_THAT(first.words, HasSubstr("till nevsky-1: "));
    EXPECT_THAT(first.words, HasSubstr(" held already, 0 quarantined"));
    expect_the_union(0);
    const ProcessSaid again = import();
    EXPECT_EQ(again.code, 0);
    EXPECT_THAT(again.words, HasSubstr("nothing new: "));
    const ProcessSaid sums = central("reconcile");
    EXPECT_EQ(sums.code, 0) << sums.words;
    EXPECT_THAT(sums.words, HasSubstr("0 wrong balances, 0 overdrawn, 0 unexplained: sums agree"));
    EXPECT_THAT(central("import journal " + places("a").data.string()).words,
                HasSubstr("is a folder"));
    expect_the_union(0);
    sell("b", 1);  // and the replacement goes on as if nothing had happened
    send("b");
    expect_the_union(0);
}

TEST_P(BrokenTill, NobodyHandsInAFileThatHeMadeUp) {
    sell("a", 2);
    tills_.clear();
    // A till of the same name and of another chain; then the right journal with another's key.
    ASSERT_EQ(till_command("a", "journal export " + file()).code, 0);
    const sync::Place other = place("other");
    EXPECT_THAT(central_of(other).run("import journal " + file()).words,
                HasSubstr("no till nevsky-1 was ever enrolled here"));
    ASSERT_TRUE(save_keys(places("a").keys, make_keys()));
    ASSERT_EQ(till_command("a", "journal export " + file()).code, 0);
    expect_refused("signed by a key that till nevsky-1 never had here");
}

// Who still has the old machine cannot speak for the new one.
TEST_P(BrokenTill, AKeyThatWasReplacedSaysNothingOfLaterEpochs) {
    sell("a", 2);
    copy("a", "thief");
    names_.erase("thief");
    send("a");
    enrol("b");
    tills_.clear();
    {
        const auto lock = DataFolder::lock(places("thief").data);
        auto journal = Journal::open(*lock);
        const JournalStamp stamp{kStoryBegins, Date{20'600}, {}};
        ASSERT_TRUE(journal->begin_epoch(TillId{"nevsky-1"}, StoreId{"nevsky"}, stamp, "made up",
                                         Epoch{2}));
    }
    ASSERT_EQ(till_command("thief", "journal export " + file()).code, 0);
    const ProcessSaid said = import();
    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said.words, HasSubstr("1 records are not taken"));
    send("b");
    expect_the_union(0);
}

INSTANTIATE_TEST_SUITE_P(Stores, BrokenTill, sync::kPlainStores, sync::name_of_store);

}  // namespace
}  // namespace kopilka
