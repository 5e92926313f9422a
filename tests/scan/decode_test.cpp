#include "pos/scan/decode.h"

#include "pos/scan/raster.h"
#include "tests/demo/code_image.h"
#include "tests/demo/photograph.h"

#include <array>
#include <random>

#include <gtest/gtest.h>

namespace kopilka {
namespace {

struct Drawn {
    Symbology symbology;
    std::string text;
    std::string aim;
};

void PrintTo(const Drawn& drawn, std::ostream* out) { *out << name(drawn.symbology); }

const std::vector<Drawn>& drawn_codes() {
    static const std::vector<Drawn> kCodes{
        {Symbology::Qr, "https://kopilka.example/c/6699000000000045", "]Q1"},
        {Symbology::Code128, "6699000000000037", "]C0"},
        {Symbology::Ean13, "2900000000025", "]E0"},
        {Symbology::Ean8, "96385074", "]E4"},
        {Symbology::UpcA, "036000291452", "]E0"},
        {Symbology::UpcE, "01234565", "]E0"},
        {Symbology::Pdf417, "6699000000000060", "]L2"},
        {Symbology::Aztec, "6699000000000037", "]z0"},
        {Symbology::DataMatrix, "6699000000000086", "]d1"},
    };
    return kCodes;
}

// The code alone on a sheet of white, turned.
Frame sheet_with(const Drawn& drawn, double degrees) {
    const std::uint32_t module = drawn.symbology == Symbology::Aztec ? 6 : 3;  // README.md, Limits
    const Frame code = code_image(drawn.symbology, drawn.text, module);
    Frame sheet{480, 480, std::vector<std::uint8_t>(480 * 480, 255)};
    const std::uint32_t left = (sheet.width - code.width) / 2;
    const std::uint32_t top = (sheet.height - code.height) / 2;
    for (std::uint32_t y = 0; y < code.height; ++y)
        for (std::uint32_t x = 0; x < code.width; ++x)
            sheet.grey[std::size_t{top + y} * sheet.width + left + x] = code.at(x, y);
    return turned(sheet, degrees);
}

bool is_square(const Drawn& drawn) {
    return !is_linear(drawn.symbology) && drawn.symbology != Symbology::Pdf417;
}
bool is_quick(const Drawn& drawn) { return drawn.symbology != Symbology::Pdf417; }

std::vector<Drawn> only(bool (*wanted)(const Drawn&)) {
    std::vector<Drawn> codes = drawn_codes();
    std::erase_if(codes, [wanted](const Drawn& drawn) { return !wanted(drawn); });
    return codes;
}

std::string title(const testing::TestParamInfo<Drawn>& drawn) {
    return std::string(name(drawn.param.symbology));
}

class Decode : public testing::TestWithParam<Drawn> {};
class DecodeLive : public Decode {};      // PDF417 is too slow for a live picture
class DecodeDarkMode : public Decode {};  // no app shows bars on black

TEST_P(Decode, ReadsTheCodeAtEveryTurn) {
    for (int degrees = 0; degrees < 360; degrees += 40) {
        const auto found = decode(sheet_with(GetParam(), degrees));
        ASSERT_EQ(found.size(), 1u) << degrees << " degrees";
        EXPECT_EQ(found[0].symbology, GetParam().symbology) << degrees;
        EXPECT_EQ(found[0].text, GetParam().text) << degrees;
        EXPECT_EQ(found[0].bytes, GetParam().text) << degrees;
        EXPECT_EQ(found[0].aim, GetParam().aim) << degrees;
    }
}

TEST_P(DecodeLive, ReadsACodeHeldStraightAtOnce) {
    EXPECT_EQ(decode(sheet_with(GetParam(), 0), Effort::Live).size(), 1u);
}

TEST_P(Decode, ReadsACodeInTheDark) {
    Frame dim = sheet_with(GetParam(), 0);
    for (std::size_t i = 0; i < dim.grey.size(); ++i)
        dim.grey[i] = static_cast<std::uint8_t>(20 + dim.grey[i] / 6 + i % 480 / 12);
    const auto found = decode(dim);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].text, GetParam().text);
}

TEST_P(DecodeDarkMode, ReadsLightOnDark) {
    const auto found = decode(inverted(sheet_with(GetParam(), 0)));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].text, GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(Each, Decode, testing::ValuesIn(drawn_codes()), title);
INSTANTIATE_TEST_SUITE_P(Each, DecodeLive, testing::ValuesIn(only(is_quick)), title);
INSTANTIATE_TEST_SUITE_P(Each, DecodeDarkMode, testing::ValuesIn(only(is_square)), title);

TEST(Decoding, KeepsTheSeparatorOfElementStrings) {
    const auto found = decode(sheet_with({Symbology::Qr,
                                          "0104600000000015215a\x1d"
                                          "93abcd",
                                          ""},
                                         0));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].text,
              "0104600000000015215a\x1d"
              "93abcd");
}

TEST(Decoding, FindsNothingWhereThereIsNoCode) {
    std::mt19937 random(7);
    for (const std::uint32_t cell : {1u, 2u, 5u, 9u, 30u}) {
        Frame noise{400, 300, std::vector<std::uint8_t>(400 * 300)};
        for (std::uint32_t y = 0; y < noise.height; y += cell)
            for (std::uint32_t x = 0; x < noise.width; x += cell) {
                const bool bars = cell > 2 && y % (4 * cell) != 0;  // tall ones, as in bar codes
                const auto grey = static_cast<std::uint8_t>(random() % 256);
                for (std::uint32_t v = y; v < std::min(y + cell, noise.height); ++v)
                    for (std::uint32_t u = x; u < std::min(x + cell, noise.width); ++u)
                        noise.grey[std::size_t{v} * noise.width + u] =
                            bars ? noise.at(u, y - cell) : grey;
            }
        const auto found = decode(noise);
        EXPECT_TRUE(found.empty()) << "cells of " << cell << ": " << found[0].text;
    }
    EXPECT_TRUE(
        decode(photograph(Frame{400, 300, std::vector<std::uint8_t>(120000, 200)}, {})).empty());
}

TEST(Decoding, TakesAnySizeOfPicture) {
    EXPECT_TRUE(decode({}).empty());
    for (const auto& [width, height] : {std::pair{1u, 1u}, {2u, 1u}, {1u, 500u}, {3000u, 2u}})
        EXPECT_TRUE(
            decode({width, height, std::vector<std::uint8_t>(std::size_t{width} * height, 90)})
                .empty());
}

// Damage as cables, fingers and bad memory make it: wild pixels, torn rows, wiped boxes.
void damage(Frame& frame, std::mt19937& random) {
    const auto below = [&random](std::uint32_t limit) {
        return static_cast<std::uint32_t>(random() % std::max(limit, 1u));
    };
    for (std::uint32_t i = below(3000); i > 0; --i)
        frame.grey[below(frame.width * frame.height)] = static_cast<std::uint8_t>(random());
    for (std::uint32_t i = below(4); i > 0; --i) {
        const auto row = frame.grey.begin() + std::ptrdiff_t{below(frame.height)} * frame.width;
        std::rotate(row, row + below(frame.width), row + frame.width);
    }
    const Box wiped{below(frame.width), below(frame.height), below(90), below(90)};
    const auto grey = static_cast<std::uint8_t>(random());
    for (std::uint32_t y = wiped.top; y < std::min(frame.height, wiped.top + wiped.height); ++y)
        for (std::uint32_t x = wiped.left; x < std::min(frame.width, wiped.left + wiped.width); ++x)
            frame.grey[std::size_t{y} * frame.width + x] = grey;
}

TEST(Decoding, SurvivesThreeHundredDamagedPicturesAndMisreadsNoMatrixCode) {
    std::mt19937 random(20);
    for (std::uint32_t i = 0; i < 300; ++i) {
        const Drawn& drawn = drawn_codes()[random() % drawn_codes().size()];
        Frame frame = code_image(drawn.symbology, drawn.text, 1 + i % 3);
        damage(frame, random);
        for (const Symbol& found : decode(frame))
            EXPECT_TRUE(is_linear(found.symbology) || found.text == drawn.text)
                << "picture " << i << ": " << name(drawn.symbology) << " read as "
                << decode_line(drawn.text, found);
    }
}

TEST(DecodeLine, EscapesWhatWouldBreakTheLine) {
    const Symbol symbol{Symbology::Qr, "a\tb\r\nc\\d", "", "]Q1", 0};
    EXPECT_EQ(decode_line("x.png", symbol), "x.png\tqr\ta\\tb\\r\\nc\\\\d");
    EXPECT_EQ(decode_line("x.png", std::nullopt), "x.png\t-\t");
}

}  // namespace
}  // namespace kopilka
