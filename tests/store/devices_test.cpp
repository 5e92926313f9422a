#include "tests/store/fixture.h"

#include <gtest/gtest.h>

namespace kopilka {
namespace {

TEST(Devices, AreRememberedOverARestart) {
    TillFolder till;
    const PublicKey phone{1, 2, 3};
    EXPECT_FALSE(till.journal().device(phone).value());
    const DeviceMemory memory{41, -17, DeviceMemory::Late{42, 99}};
    ASSERT_TRUE(till.journal().keep_device(phone, memory));
    till.open();
    EXPECT_EQ(till.journal().device(phone).value(), memory);
    EXPECT_FALSE(till.journal().device(PublicKey{1, 2, 4}).value());
    const DeviceMemory next{42, 3, {}};
    ASSERT_TRUE(till.journal().keep_device(phone, next));
    EXPECT_EQ(till.journal().device(phone).value(), next);
}

TEST(Devices, AreNotRememberedByAReader) {
    TillFolder till;
    begin(till);
    till.close();
    auto reader = Journal::open_to_read(till.path());
    ASSERT_TRUE(reader.has_value());
    EXPECT_FALSE(reader->keep_device(PublicKey{1}, DeviceMemory{1, 0, {}}));
}

}  // namespace
}  // namespace kopilka
