#include "drivers/escpos/picture.h"

#include "drivers/escpos/plain_text.h"
#include "drivers/escpos/png_file.h"
#include "pos/scan/decode.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace kopilka::drivers {
namespace {

const Paper k80{48, 576};
const Paper k58{32, 384};

PrintDocument receipt() {
    return {{
        TextLine{"КОПИЛКА", Align::Centre, Size::Double, true},
        TextLine{"Магазин «У дома», ул. Щёлковская, 7", Align::Centre},
        Rule{},
        ColumnsLine{"Чек № 42", "08.03.2026 18:05"},
        ColumnsLine{"Молоко пастеризованное 3,2 % 930 мл", "89,90"},
        ColumnsLine{"  2 × 44,95, скидка по карте −10 %", "80,91"},
        ColumnsLine{"Конфеты шоколадные «Белочка» 250 г", "1 204,50"},
        Rule{},
        ColumnsLine{"ИТОГО", "1 285,41", Size::Double, true},
        ColumnsLine{"Наличными", "1 300,00", Size::Normal, false, true},
        ColumnsLine{"Сдача, ₽", "14,59", Size::Normal, false, true},
        TextLine{"Вы сэкономили 8,99 ₽", Align::Centre, Size::Normal, true},
        QrCode{"kopilka:1:1:42:9f86d081", "Чек 1-1-42"},
        TextLine{"Спасибо за покупку! Ждём вас ещё.", Align::Centre},
        Cut{},
    }};
}

TEST(Picture, IsWrittenForBothPapers) {
    for (const Paper& paper : {k80, k58}) {
        Font font = *Font::open();
        const Frame picture = paint(lay_out(receipt(), paper), font);
        EXPECT_EQ(picture.width, paper.dots + 48u);
        const TemporaryFolder folder;
        const std::string path = folder / "receipt.png";
        ASSERT_TRUE(save_png(picture, path));
        EXPECT_GT(std::filesystem::file_size(path), 5000u);
    }
}

TEST(Picture, KeepsEveryDotOfTheTextOnThePaper) {
    Font font = *Font::open();
    const Frame picture =
        paint(lay_out({{TextLine{std::string(48, 'W')},
                        TextLine{std::string(24, 'W'), Align::Left, Size::Double, true}}},
                      k80),
              font);
    for (std::uint32_t y = 0; y < picture.height; ++y) {
        EXPECT_EQ(picture.at(23, y), 255);
        EXPECT_EQ(picture.at(picture.width - 24, y), 255);
    }
}

TEST(Picture, DrawsQrModulesAsWholeSquares) {
    const auto square = *qr_square("kopilka");
    const Raster raster = qr_raster(square, k58);
    const std::uint32_t dots = qr_module_dots(square, k58);
    EXPECT_GE(dots, 3u);
    for (std::uint32_t y = 0; y < square.size * dots; ++y)
        for (std::uint32_t x = 0; x < square.size * dots; ++x)
            ASSERT_EQ(dot_at(raster, x + 4 * dots, y + 4 * dots), square.at(x / dots, y / dots));
}

TEST(Picture, HasAQrCodeThatTheScannerReads) {
    Font font = *Font::open();
    for (const Paper& paper : {k80, k58}) {
        const auto symbols = decode(paint(lay_out(receipt(), paper), font));
        ASSERT_EQ(symbols.size(), std::size_t{1});
        EXPECT_EQ(symbols[0].text, "kopilka:1:1:42:9f86d081");
    }
}

TEST(Picture, FitsTheLongestQrCodeOnNarrowPaper) {
    const auto square = qr_square(std::string(kLongestQrText, '\xFF'));
    ASSERT_TRUE(square);
    EXPECT_LE(qr_raster(*square, k58).width, k58.dots);
}

TEST(Font, SaysWhatToInstallWhenItIsAbsent) {
    const auto font = Font::open({"/nowhere/a.ttf", "/nowhere/b.ttf"});
    ASSERT_FALSE(font);
    EXPECT_EQ(font.error().code, Errc::NotFound);
    EXPECT_EQ(font.error().detail,
              "no receipt font at /nowhere/a.ttf, /nowhere/b.ttf: install the Debian package "
              "fonts-dejavu-core");
}

TEST(Font, HasWhatReceiptsNeed) {
    const Font font = *Font::open();
    for (const char32_t c : std::u32string_view(U"Ёё№₽€«»—×─\u00a0ЁіїєҐ"))
        EXPECT_TRUE(font.has(c)) << static_cast<std::uint32_t>(c);
}

TEST(PngFile, NamesTheFileItCannotWrite) {
    const Frame dot{1, 1, {0}};
    const auto saved = save_png(dot, "/nowhere/x.png");
    ASSERT_FALSE(saved);
    EXPECT_NE(saved.error().detail.find("/nowhere/x.png"), std::string::npos);
    EXPECT_FALSE(to_png(Frame{}));
}

TEST(Qr, RefusesWhatDoesNotFit) {
    EXPECT_EQ(qr_square("").error().code, Errc::Invalid);
    EXPECT_EQ(qr_square(std::string(3000, 'x')).error().code, Errc::Invalid);
}

TEST(PlainText, ShowsTheReceiptAsThePaperHasIt) {
    EXPECT_EQ(to_plain_text(lay_out(receipt(), k58)),
              "        К О П И Л К А\n"
              "     Магазин «У дома», ул.\n"
              "         Щёлковская, 7\n"
              "────────────────────────────────\n"
              "Чек № 42        08.03.2026 18:05\n"
              "Молоко пастеризованное 3,2\n"
              "% 930 мл                   89,90\n"
              "  2 × 44,95, скидка по\n"
              "  карте −10 %              80,91\n"
              "Конфеты шоколадные\n"
              "«Белочка» 250 г         1 204,50\n"
              "────────────────────────────────\n"
              "И Т О Г О       1   2 8 5 , 4 1\n"
              "Наличными ............. 1 300,00\n"
              "Сдача, ₽ ................. 14,59\n"
              "      Вы сэкономили 8,99 ₽\n"
              "[QR] kopilka:1:1:42:9f86d081\n"
              "           Чек 1-1-42\n"
              "  Спасибо за покупку! Ждём вас\n"
              "              ещё.\n"
              "- - - - - - - - - - - - - - - -\n");
}

}  // namespace
}  // namespace kopilka::drivers
