#include "drivers/escpos/encoder.h"

#include "drivers/escpos/picture.h"
#include "drivers/simulated/escpos_reader.h"
#include "pos/core/utf8.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace kopilka::drivers {
namespace {

const Paper k80{48, 576};
const Paper k58{32, 384};

Font font() { return *Font::open(); }

std::string hex_of(std::vector<PrintElement> elements, const PrinterModel& model = {}) {
    Font drawn = font();
    return to_hex(encode(lay_out({std::move(elements)}, model.paper), model, drawn));
}

const std::string kInit = "1b401c2e1b7411";

TEST(Encoder, WritesTextStylesFeedAndCut) {
    EXPECT_EQ(hex_of({TextLine{"Ёж"}, TextLine{"A", Align::Left, Size::Double, true},
                      TextLine{"B", Align::Right}, Feed{3}, Cut{}},
                     {k58}),
              kInit + "f0a60a" +
                  "1d2111"
                  "1b4501"
                  "410a" +
                  "1d2100"
                  "1b4500" +
                  to_hex(as_bytes(std::string(31, ' '))) + "420a" + "1b6403" + "1d564200");
}

TEST(Encoder, SendsAQrCodeByTheSymbolCommand) {
    EXPECT_EQ(hex_of({QrCode{"t=1", ""}}), kInit +
                                               "1b6101"
                                               "1d286b040031413200"
                                               "1d286b0300314308"
                                               "1d286b0300314531"
                                               "1d286b0600315030"
                                               "743d31"
                                               "1d286b0300315130"
                                               "1b6100");
}

TEST(Encoder, SendsAPictureInChunks) {
    const Raster tall{8, 70, std::vector<std::uint8_t>(70, 0xAA)};
    const std::string row = "aa";
    std::string chunk;
    for (int i = 0; i < 64; ++i) chunk += row;
    EXPECT_EQ(hex_of({tall}), kInit +
                                  "1b6101"
                                  "1d763000"
                                  "0100"
                                  "4000" +
                                  chunk +
                                  "1d763000"
                                  "0100"
                                  "0600"
                                  "aaaaaaaaaaaa"
                                  "1b6100");
}

TEST(Encoder, KicksTheDrawerWithBothTimes) {
    EXPECT_EQ(to_hex(drawer_kick(DrawerPin::Two)), "1b700019fa");
    EXPECT_EQ(to_hex(drawer_kick(DrawerPin::Five)), "1b700119fa");
}

TEST(Encoder, NeverSendsARealTimeCommandInsideAPicture) {
    EXPECT_TRUE(rc::check([](std::vector<std::uint8_t> picks) {
        const std::array<std::uint8_t, 5> dangerous{0x10, 0x04, 0x05, 0x14, 0x00};
        Raster raster{16, static_cast<std::uint16_t>(picks.size() / 2), {}};
        for (const auto pick : picks) raster.rows.push_back(dangerous[pick % 5]);
        Font drawn = font();
        const Bytes bytes = encode({k58, {raster}}, {k58}, drawn);
        for (std::size_t i = 0; i + 1 < bytes.size(); ++i)
            RC_ASSERT_FALSE(bytes[i] == 0x10 &&
                            (bytes[i + 1] == 0x04 || bytes[i + 1] == 0x05 || bytes[i + 1] == 0x14));
    }));
}

TEST(Encoder, KeepsCommandsHiddenInANameOffThePaper) {
    EXPECT_EQ(hex_of({TextLine{"a\x1Bp\x01\x10\x04\x01"
                               "b"}},
                     {k58}),
              kInit + "6170620a");
    Font drawn = font();
    const Bytes bytes = encode(lay_out({{QrCode{"a\x10\x04\x01", ""}}}, k58), {k58}, drawn);
    const auto rows = read_escpos(bytes, k58).rows;
    EXPECT_TRUE(std::holds_alternative<Raster>(rows.at(0)));  // as a picture
}

// What paper shows: the text itself, a stand-in that reads the same, or a picture of the very line.
void expect_on_paper(const Row& wanted, const Row& printed, const PrinterModel& model,
                     Font& drawn) {
    const auto* text = std::get_if<TextRow>(&wanted);
    if (text == nullptr) {
        EXPECT_TRUE(wanted == printed);
        return;
    }
    if (const auto* picture = std::get_if<Raster>(&printed)) {
        const Raster line = line_raster(*text, model.paper, drawn);
        EXPECT_EQ(picture->width, line.width);
        EXPECT_EQ(picture->height, line.height);
        std::size_t other = 0;  // bytes where a real-time command had to be broken
        for (std::size_t i = 0; i < line.rows.size(); ++i)
            other += picture->rows.at(i) != line.rows[i];
        EXPECT_LE(other, line.rows.size() / 100);
        return;
    }
    const auto& row = std::get<TextRow>(printed);
    EXPECT_EQ(row.size, text->size);
    EXPECT_EQ(row.bold, text->bold);
    ASSERT_EQ(row.cells.size(), text->cells.size());
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        EXPECT_EQ(byte_of(model.code_page, row.cells[i]), byte_of(model.code_page, text->cells[i]));
        EXPECT_EQ(row.cells[i] == U'?', text->cells[i] == U'?') << to_utf8(text->cells);
    }
}

struct PaperAndPage {
    Paper paper;
    const char* page;
};
class OnPaper : public testing::TestWithParam<PaperAndPage> {};

TEST_P(OnPaper, EveryRussianLetterAndSignComesOut) {
    const PrinterModel model{GetParam().paper, *find_code_page(GetParam().page)};
    PrintDocument document;
    for (const Size size : {Size::Normal, Size::Double})
        for (const char* text :
             {"АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ", "абвгдежзийклмнопрстуфхцчшщъыьэюя", "ё Ё № « »",
              "₽", "€", "Сумма 1\u00a0096,00\u00a0₽", "і ї є Ґ", "Чек № 15 — «Белочка»"}) {
            document.elements.emplace_back(TextLine{text, Align::Left, size});
            document.elements.emplace_back(ColumnsLine{text, "10,00", size, true, true});
        }
    document.elements.insert(document.elements.end(),
                             {Rule{}, QrCode{"t=20260308T1805&s=864.00", "Проверьте чек"},
                              Raster{16, 2, {0xFF, 0x00, 0x0F, 0xF0}}, Feed{2}, Cut{}});
    Font drawn = font();
    const Layout layout = lay_out(document, model.paper);
    const PrintedPaper printed = read_escpos(encode(layout, model, drawn), model.paper);
    EXPECT_THAT(printed.complaints, testing::IsEmpty());
    EXPECT_EQ(printed.unfinished, "");
    ASSERT_EQ(printed.rows.size(), layout.rows.size());
    for (std::size_t i = 0; i < layout.rows.size(); ++i)
        expect_on_paper(layout.rows[i], printed.rows[i], model, drawn);
}
INSTANTIATE_TEST_SUITE_P(Escpos, OnPaper,
                         testing::Values(PaperAndPage{k58, "cp866"}, PaperAndPage{k80, "cp866"},
                                         PaperAndPage{k58, "cp1251"}, PaperAndPage{k80, "cp855"},
                                         PaperAndPage{k58, "none"}, PaperAndPage{k80, "none"}),
                         [](const auto& test) {
                             return std::string(test.param.page) + "_" +
                                    std::to_string(test.param.paper.columns);
                         });

TEST(Paper, TheRoubleSignIsAPictureAndTheNumberSignALetter) {
    Font drawn = font();
    const PrinterModel model{k58};
    const auto rows =
        read_escpos(encode(lay_out({{TextLine{"5 ₽"}, TextLine{"№ 5"}}}, k58), model, drawn), k58)
            .rows;
    EXPECT_TRUE(std::holds_alternative<Raster>(rows.at(0)));
    EXPECT_EQ(std::get<TextRow>(rows.at(1)).cells, U"№ 5");
}

// Any document comes back from its bytes.
TEST(Paper, AnyTextComesOut) {
    Font drawn = font();
    EXPECT_TRUE(rc::check([&](const std::vector<std::uint16_t>& raw, bool wide, bool big) {
        const std::u32string alphabet = U"абвёЁ№₽€«»  —?AZ09.%*─";
        std::u32string text;
        for (const auto c : raw) text += alphabet[c % alphabet.size()];
        const PrinterModel model{wide ? k80 : k58};
        const Layout layout =
            lay_out({{TextLine{to_utf8(text), Align::Centre, big ? Size::Double : Size::Normal}}},
                    model.paper);
        const auto printed = read_escpos(encode(layout, model, drawn), model.paper);
        RC_ASSERT(printed.complaints.empty());
        RC_ASSERT(printed.rows.size() == layout.rows.size());
        for (std::size_t i = 0; i < layout.rows.size(); ++i)
            expect_on_paper(layout.rows[i], printed.rows[i], model, drawn);
        RC_ASSERT_FALSE(testing::Test::HasFailure());
    }));
}

}  // namespace
}  // namespace kopilka::drivers
