#include "drivers/escpos/layout.h"

#include "drivers/escpos/plain_text.h"
#include "drivers/escpos/wrap.h"
#include "pos/core/utf8.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace kopilka::drivers {
namespace {

using testing::ElementsAre;

const Paper k80{48, 576};
const Paper k58{32, 384};

std::string shown(std::vector<PrintElement> elements, const Paper& paper) {
    return to_plain_text(lay_out({std::move(elements)}, paper));
}

TEST(Wrap, BreaksRussianAtWordsAndCountsLettersNotBytes) {
    EXPECT_THAT(wrap(U"Спасибо за покупку, приходите ещё", 12),
                ElementsAre(U"Спасибо за", U"покупку,", U"приходите", U"ещё"));
    EXPECT_THAT(wrap(U"Достопримечательность", 8), ElementsAre(U"Достопри", U"мечатель", U"ность"));
    EXPECT_THAT(wrap(U"ровно двенадцать", 16), ElementsAre(U"ровно двенадцать"));
}

TEST(Wrap, KeepsSumsWholeAndIndentsContinuedLines) {
    EXPECT_THAT(wrap(U"Итого 1\u00a0096,00\u00a0₽", 12),
                ElementsAre(U"Итого", U"1\u00a0096,00\u00a0₽"));
    EXPECT_THAT(wrap(U"  скидка по карте", 9), ElementsAre(U"  скидка", U"  по", U"  карте"));
}

TEST(Wrap, KeepsEmptyLinesAndLineBreaks) {
    EXPECT_THAT(wrap(U"", 5), ElementsAre(U""));
    EXPECT_THAT(wrap(U"а\n\nб", 5), ElementsAre(U"а", U"", U"б"));
}

TEST(Printable, ComposesShortIAndYoAndDropsWhatTakesNoColumn) {
    EXPECT_EQ(printable("и\u0306И\u0306е\u0308Е\u0308"), U"йЙёЁ");
    EXPECT_EQ(printable("a\u200Bb\u00ADc\x1B@\x10\x04"
                        "d"),
              U"abc@d");
    EXPECT_EQ(printable("ещё…\tда"), U"ещё... да");
}

TEST(Layout, PutsPricesInAColumnAndWrapsTheName) {
    EXPECT_EQ(shown({ColumnsLine{"Молоко", "89,90"}}, k58), "Молоко                     89,90\n");
    EXPECT_EQ(shown({ColumnsLine{"Конфеты шоколадные «Белочка» 250 г", "1 204,50"}}, k58),
              "Конфеты шоколадные\n"
              "«Белочка» 250 г         1 204,50\n");
    EXPECT_EQ(shown({ColumnsLine{"ИТОГО", "89,90", Size::Normal, false, true}}, k58),
              "ИТОГО .................... 89,90\n");
}

TEST(Layout, PutsALongRightPartOnItsOwnLine) {
    EXPECT_EQ(shown({ColumnsLine{"Кассир", "Константинопольская Аполлинария"}}, k58),
              "Кассир\n Константинопольская Аполлинария\n");
}

TEST(Layout, GivesDoubleSizeHalfTheColumns) {
    const auto rows = lay_out({{ColumnsLine{"ИТОГО", "864,00", Size::Double}}}, k80).rows;
    ASSERT_EQ(rows.size(), std::size_t{1});
    EXPECT_EQ(std::get<TextRow>(rows[0]).cells, U"ИТОГО             864,00");
    EXPECT_EQ(columns_of(k58, Size::Double), std::size_t{16});
}

TEST(Layout, AlignsWithinThePaper) {
    EXPECT_EQ(shown({TextLine{"да", Align::Right}}, k58), std::string(30, ' ') + "да\n");
    EXPECT_EQ(shown({TextLine{"да", Align::Centre}}, k80), std::string(23, ' ') + "да\n");
    std::string rule;
    for (int i = 0; i < 48; ++i) rule += "─";
    EXPECT_EQ(shown({Rule{}}, k80), rule + "\n");
}

TEST(Layout, ClipsAPictureToThePaperAndFillsMissingRowsWithWhite) {
    const auto rows = lay_out({{Raster{600, 2, std::vector<std::uint8_t>(75, 0xFF)}}}, k80).rows;
    const auto& picture = std::get<Raster>(rows.at(0));
    EXPECT_EQ(picture.width, 576);
    EXPECT_EQ(picture.rows.size(), std::size_t{144});
    EXPECT_EQ(picture.rows[71], 0xFF);
    EXPECT_EQ(picture.rows[72], 0x00);
}

TEST(Layout, PrintsATextTooLongForAQrCodeAsText) {
    const auto rows = lay_out({{QrCode{std::string(700, 'x'), ""}}}, k58).rows;
    EXPECT_TRUE(std::holds_alternative<TextRow>(rows.at(0)));
}

// Any text, any paper: no line is longer than the paper, nothing but spaces is lost.
TEST(Layout, LosesNoLetterAndNeverOverflows) {
    EXPECT_TRUE(rc::check([](const std::vector<std::uint32_t>& raw, std::uint8_t columns) {
        std::u32string text;
        const std::u32string alphabet = U"абв ёЁ№₽€«» \n\u00a0xyz\x1b";
        for (const auto c : raw) text += alphabet[c % alphabet.size()];
        const Paper paper{columns, 384};
        const auto solid = [](const std::u32string& all) {
            std::u32string kept;
            for (const auto c : all)
                if (c > U' ') kept += c;
            return kept;
        };
        for (const Size size : {Size::Normal, Size::Double}) {
            std::u32string out;
            const std::string utf8 = to_utf8(text);
            for (const auto& row :
                 lay_out({{TextLine{utf8, Align::Centre, size},
                           ColumnsLine{utf8, utf8.substr(0, utf8.size() / 2), size}}},
                         paper)
                     .rows) {
                const auto& line = std::get<TextRow>(row);
                RC_ASSERT(line.cells.size() <= columns_of(paper, size));
                RC_ASSERT(line.cells.find(U'\n') == std::u32string::npos);
                out += line.cells;
            }
            const auto right = printable(utf8.substr(0, utf8.size() / 2));
            RC_ASSERT(solid(out) == solid(printable(utf8)) + solid(printable(utf8)) + solid(right));
        }
    }));
}

}  // namespace
}  // namespace kopilka::drivers
