#include "pos/core/utf8.h"

#include <gtest/gtest.h>

namespace kopilka {
namespace {

TEST(Utf8, RoundTripsEveryCodePoint) {
    for (char32_t value = 0; value <= 0x10FFFF; ++value) {
        if (value >= 0xD800 && value <= 0xDFFF) continue;
        const std::u32string one(1, value);
        ASSERT_EQ(to_code_points(to_utf8(one)), one) << static_cast<std::uint32_t>(value);
    }
}

TEST(Utf8, ShowsEachByteThatDoesNotFitAsAReplacement) {
    EXPECT_EQ(to_code_points("a\xFFz"), U"a\uFFFDz");
    EXPECT_EQ(to_code_points("\xD0"), U"\uFFFD");                          // cut
    EXPECT_EQ(to_code_points("\xC0\xAF"), U"\uFFFD\uFFFD");                // overlong '/'
    EXPECT_EQ(to_code_points("\xED\xA0\x80"), U"\uFFFD\uFFFD\uFFFD");      // surrogate
    EXPECT_EQ(to_code_points("\xF4\x90\x80\x80").size(), std::size_t{4});  // above U+10FFFF
    EXPECT_EQ(to_utf8(std::u32string(1, char32_t{0xD800})), "\uFFFD");
}

}  // namespace
}  // namespace kopilka
