#include "drivers/escpos/code_page.h"

#include "pos/core/utf8.h"

#include <gtest/gtest.h>

namespace kopilka::drivers {
namespace {

class EveryPage : public testing::TestWithParam<const char*> {};

TEST_P(EveryPage, RoundTripsEveryByteThatPrints) {
    const CodePage& page = *find_code_page(GetParam());
    for (int byte = 0; byte < 256; ++byte) {
        const char32_t glyph = glyph_of(page, static_cast<std::uint8_t>(byte));
        if (glyph == kReplacement) continue;
        EXPECT_EQ(byte_of(page, glyph), byte) << page.name << " byte " << byte;
    }
    EXPECT_EQ(byte_of(page, kReplacement), std::nullopt);
    EXPECT_EQ(byte_of(page, U'\x1B'), std::nullopt);
}
INSTANTIATE_TEST_SUITE_P(CodePage, EveryPage, testing::Values("cp866", "cp1251", "cp855", "none"));

TEST(CodePage, PutsRussianWherePrintersHaveIt) {
    EXPECT_EQ(encode(kCp866, U"АЯапряЁё№"), "\x80\x9F\xA0\xAF\xE0\xEF\xF0\xF1\xFC");
    EXPECT_EQ(encode(kCp1251, U"АЯаяЁё№«»"), "\xC0\xDF\xE0\xFF\xA8\xB8\xB9\xAB\xBB");
    EXPECT_EQ(encode(kCp855, U"Аа№«»"), "\xA1\xA0\xEF\xAE\xAF");
}

TEST(CodePage, ReadsTheSameWhereAStandInIsThere) {
    EXPECT_EQ(encode(kCp866, U"«Мир» — 1\u00a0000−5×2"),
              "\"\x8C\xA8\xE0\" - 1\xFF"
              "000-5x2");
}

TEST(CodePage, RefusesWhatItLacksInsteadOfAQuestionMark) {
    EXPECT_EQ(encode(kCp866, U"100 ₽"), std::nullopt);
    EXPECT_EQ(encode(kCp866, U"5 €"), std::nullopt);
    EXPECT_EQ(encode(kNoCodePage, U"Сумма"), std::nullopt);
    EXPECT_EQ(encode(kCp866, U"?"), "?");
    EXPECT_EQ(find_code_page("koi8"), nullptr);
}

}  // namespace
}  // namespace kopilka::drivers
