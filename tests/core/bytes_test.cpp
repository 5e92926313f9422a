#include "pos/core/bytes.h"

#include "pos/core/hash.h"

#include <gtest/gtest.h>

namespace kopilka {
namespace {

TEST(Bytes, ReadBackWhatWasWritten) {
    ByteWriter out;
    out.u8(7);
    out.u32(0xdeadbeef);
    out.u64(UINT64_MAX);
    for (const std::uint64_t n :
         {std::uint64_t{0}, std::uint64_t{127}, std::uint64_t{128}, UINT64_MAX})
        out.varint(n);
    for (const std::int64_t n : {std::int64_t{0}, std::int64_t{-1}, INT64_MIN, INT64_MAX})
        out.signed_varint(n);
    out.text("копилка");
    ByteReader in(out.bytes());
    EXPECT_EQ(in.u8(), 7);
    EXPECT_EQ(in.u32(), 0xdeadbeef);
    EXPECT_EQ(in.u64(), UINT64_MAX);
    for (const std::uint64_t n :
         {std::uint64_t{0}, std::uint64_t{127}, std::uint64_t{128}, UINT64_MAX})
        EXPECT_EQ(in.varint(), n);
    for (const std::int64_t n : {std::int64_t{0}, std::int64_t{-1}, INT64_MIN, INT64_MAX})
        EXPECT_EQ(in.signed_varint(), n);
    EXPECT_EQ(in.text(), "копилка");
    EXPECT_TRUE(in.ok() && in.at_end());
}

TEST(Bytes, RefuseToReadPastTheEndOrALongWayToSayZero) {
    for (const Bytes& bad :
         {Bytes{}, Bytes{0x80}, Bytes{0x80, 0x00}, Bytes(11, 0xff), Bytes{0x05, 'a'}}) {
        ByteReader in(bad);
        in.text();
        EXPECT_FALSE(in.ok());
        EXPECT_EQ(in.u64(), 0u);
    }
}

TEST(Hash, IsBlake2b256) {
    EXPECT_EQ(to_string(blake2b({})),
              "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    EXPECT_EQ(short_code(blake2b({})), "0e5751c0");
}

}  // namespace
}  // namespace kopilka
