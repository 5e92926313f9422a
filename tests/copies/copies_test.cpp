// Real tills whose disk was copied, or that were enrolled anew, with the real server: whatever
// order they sell and send in, the server has each receipt of each of them once. Then the same with
// a server that was put back from an older backup.
#include "tests/copies/shop_of_copies.h"

namespace kopilka {
namespace {

using Copies = ShopOfCopies;

TEST_P(Copies, AllGoOnSellingAndEachReceiptIsBookedOnce) {
    sell("a", 2);
    send("a");
    till("a").connect(app::Network::Down);
    sell("a", 1);  // unsent, in every copy
    for (const char* name : {"b", "c"}) copy("a", name);
    sell("a", 2);
    sell("b", 3);
    sell("c", 1);
    send("a");
    send("b");
    send("c");
    EXPECT_EQ(head("a").epoch, Epoch{1});
    EXPECT_EQ(head("b").epoch, Epoch{2});
    EXPECT_EQ(head("c").epoch, Epoch{3});
    for (const std::string& name : names_) sell(name, 2);  // connected
    for (const std::string& name : names_) send(name);
    // Switched off and on again it is the same till in the same epoch.
    tills_.clear();
    for (const std::string& name : names_) {
        sell(name, 1);
        send(name);
    }
    EXPECT_EQ(head("b").epoch, Epoch{2});
    for (const std::string& name : names_) {
        till(name).act(event::CloseShift{});
        till(name).act(event::CashCounted{Money::of(1'000'000)});
        send(name);
    }
    const std::uint64_t z = server_->sums().tills.at(0).z_equal;
    EXPECT_EQ(z, 3U) << "each copy's Z report is the sum of its own shift";
    expect_the_union(2);
}

TEST_P(Copies, ATillPutBackToAnOlderImageGoesOnToo) {
    sell("a", 2);
    copy("a", "image");
    names_.erase("image");
    sell("a", 3);
    send("a");
    copy("image", "put back");  // "a" is what was sent before, and is lost
    send("put back");
    sell("put back", 2);
    send("put back");
    EXPECT_EQ(head("put back").epoch, Epoch{2});
    expect_the_union(1);
}

TEST_P(Copies, AServerPutBackLosesNeitherCopysReceipts) {
    sell("a", 2);
    send("a");
    copy("a", "b");
    sell("a", 1);
    send("a");
    ASSERT_TRUE(sync::back_up(place_, backup()));
    sell("b", 2);
    send("b");  // forks after the backup
    sell("b", 1);
    send("b");
    sell("a", 3);
    send("a");
    put_back();
    EXPECT_EQ(server_->sums().tills.at(0).sales, 3U);
    // The one whose branch is forgotten speaks last; neither has anything new to send.
    hear_and_send("a");
    hear_and_send("b");
    expect_the_union(1);
}

TEST_P(Copies, AServerPutBackHearsFirstFromTheCopyThatForked) {
    sell("a", 2);
    send("a");
    ASSERT_TRUE(sync::back_up(place_, backup()));
    copy("a", "b");
    sell("a", 2);
    send("a");
    sell("b", 2);
    send("b");
    sell("b", 1);
    send("b");
    put_back();
    // What was the branch is the main way now.
    sell("b", 1);
    hear_and_send("b");
    hear_and_send("a");
    EXPECT_EQ(head("b").epoch, Epoch{2});
    EXPECT_GT(head("a").epoch, Epoch{100}) << "an epoch that nobody can have been given";
    expect_the_union(1);
}

TEST_P(Copies, ATillEnrolledAgainAfterTheBackupGetsThrough) {
    sell("a", 2);
    send("a");
    ASSERT_TRUE(sync::back_up(place_, backup()));
    sell("a", 1);
    send("a");
    enrol("a");  // with the keys it has
    sell("a", 2);
    send("a");
    EXPECT_EQ(head("a").epoch, Epoch{2});
    put_back();
    sell("a", 1);
    hear_and_send("a");
    enrol("a");
    sell("a", 1);
    send("a");
    EXPECT_GT(head("a").epoch, Epoch{100}) << "epoch 2 was used, though the server forgot it";
    expect_the_union(0);
}

TEST_P(Copies, AReplacementAfterTheBackupGetsThrough) {
    sell("a", 2);
    send("a");
    ASSERT_TRUE(sync::back_up(place_, backup()));
    enrol("b");  // another machine, another key
    sell("b", 2);
    send("b");
    put_back();
    sell("b", 1);
    hear_and_send("b");
    EXPECT_EQ(head("b").epoch, Epoch{2});
    expect_the_union(0);
    sell("a", 1);
    till("a").connect(app::Network::Up);
    EXPECT_FALSE(till("a").wait_until([&] { return unsent("a") == 0; }, std::chrono::seconds(2)))
        << "the key that was replaced is no longer good";
}

INSTANTIATE_TEST_SUITE_P(Stores, Copies, sync::kPlainStores, sync::name_of_store);

}  // namespace
}  // namespace kopilka
