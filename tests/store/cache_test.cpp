#include "pos/store/cache.h"

#include "tests/store/fixture.h"

namespace kopilka {
namespace {

Member anna() {
    Member anna;
    anna.view.id = member_id(1);
    anna.view.tier = TierId{"gold"};
    anna.person = {"Анна", "Семёнова", "+79161234567"};
    anna.cards = {"6699000000000037", "KT1-TOKEN"};
    anna.importance = 2;
    anna.feed_position = 7;
    return anna;
}

TEST(Cache, FindsAMemberInEveryWay) {
    const TemporaryFolder folder;
    const auto data = DataFolder::lock(folder.path());
    ASSERT_TRUE(data.has_value());
    auto cache = Cache::open(*data, make_keys(), {std::size_t{64} << 20});
    ASSERT_TRUE(cache.has_value()) << cache.error().detail;
    CacheDelta delta;
    delta.members = {anna()};
    ASSERT_TRUE(cache->apply(delta).has_value());
    EXPECT_EQ(cache->member_by_card("KT1-TOKEN").value(), anna());
    EXPECT_EQ(cache->member(anna().view.id).value(), anna());
    for (const auto* name : {"семенова", " СЕМЁНОВА ", "Сем", "семён"}) {
        const auto found = cache->members_by_surname(name, 10);
        ASSERT_TRUE(found.has_value());
        EXPECT_EQ(*found, std::vector{anna()}) << name;
    }
    EXPECT_EQ(cache->members_by_phone("+79161234567").value(), std::vector{anna()});
}

}  // namespace
}  // namespace kopilka
