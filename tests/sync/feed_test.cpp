// What the feed tells of rows that cannot be right, and of things no till can keep.
#include "sync/server/feed.h"

#include "sync/protocol/codec.h"
#include "tests/support/on_each_store.h"
#include "tests/sync/rig.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

class Feed : public OnEachStore {
protected:
    Feed() { EXPECT_TRUE(open_chain(*database)); }
    const std::unique_ptr<Database> database = *open_database(place);
};

Goods tea() {
    Goods goods;
    goods.sku = Sku{"TEA"};
    goods.price = Money::of(12'000);
    return goods;
}

TEST_P(Feed, NeverTellsADamagedRowAsRemoved) {
    ASSERT_TRUE(database->write([&] { put_thing(*database, StoreId{}, tea()); }));
    ASSERT_TRUE(database->write([&] {
        database->run("UPDATE thing SET body = $1", {Bytes{0xff, 0xff, 0xff}});
    }));
    const auto told = database->read([&] { changes_after(*database, StoreId{"nevsky"}, 0); });
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, Errc::Corrupt);
    const auto found =
        database->read([&] { find_thing(*database, StoreId{}, ChangeKind::Goods, "TEA"); });
    EXPECT_FALSE(found);
}

TEST_P(Feed, LeavesOutWhatNoCacheCanKeep) {
    Member member = plain_member(1);
    // Each purchase of a card that all cashiers share, for years.
    Account& account = member.view.accounts[ProgrammeId{"bonus"}];
    for (std::int64_t n = 0; n <= 10'000; ++n)
        account.lots.push_back({Points::of(100), {n}, std::nullopt});
    keep(*database, member);
    ASSERT_TRUE(database->write([&] { put_thing(*database, StoreId{}, tea()); }));
    Changes page;
    ASSERT_TRUE(database->read([&] { page = changes_after(*database, StoreId{"nevsky"}, 0); }));
    EXPECT_THAT(page.changes, testing::ElementsAre(Change(tea())));
    EXPECT_EQ(decode_changes(encode(page)), page);
}

INSTANTIATE_TEST_SUITE_P(Stores, Feed, kPlainStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
