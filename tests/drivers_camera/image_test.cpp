#include "drivers/camera/image_camera.h"
#include "drivers/camera/image_file.h"
#include "drivers/camera/jpeg_tables.h"
#include "drivers/camera/pixels.h"
#include "drivers/escpos/png_file.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::drivers {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Frame chessboard(std::uint32_t width, std::uint32_t height) {
    Frame frame{width, height, {}};
    for (std::uint32_t i = 0; i < width * height; ++i)
        frame.grey.push_back(static_cast<std::uint8_t>((i % width + i / width) % 2 * 200 + i % 50));
    return frame;
}

void write(const std::string& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

// 16 × 16, black at the top to white at the bottom, baseline with the usual tables.
Bytes gradient_jpeg() {
    return *from_hex(
        "ffd8ffe000104a46494600010100000100010000ffdb0043000d090a0b0a080d0b0a0b0e0e0d0f132015"
        "13121213271c1e17202e2931302e292d2c333a4a3e333646372c2d405741464c4e525352323e5a615a50"
        "604a51524fffc0000b080010001001011100ffc4001f0000010501010101010100000000000000000102"
        "030405060708090a0bffc400b5100002010303020403050504040000017d010203000411051221314106"
        "13516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a34353637"
        "38393a434445464748494a535455565758595a636465666768696a737475767778797a83848586878889"
        "8a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6"
        "d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00e57fb03fd8fd28fe"
        "c0ff0063f4af54fec0ff0063f4a3fb03fd8fd2bfffd9");
}

TEST(ImageFile, ReadsBackThePngThatWasWritten) {
    const TemporaryFolder folder;
    const Frame picture = chessboard(37, 21);
    ASSERT_TRUE(save_png(picture, folder / "a.png"));
    const auto read = load_image(folder / "a.png");
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->width, 37u);
    EXPECT_EQ(read->height, 21u);
    EXPECT_EQ(read->grey, picture.grey);
}

TEST(ImageFile, ReadsPnmAndTurnsColourGrey) {
    EXPECT_EQ(decode_image(as_bytes("P5\n# made by hand\n2 1\n255\nAB"))->grey,
              (std::vector<std::uint8_t>{'A', 'B'}));
    const auto white = decode_image(as_bytes("P6 1 1 255 \xFF\xFF\xFF"));
    EXPECT_EQ(white->grey, std::vector<std::uint8_t>{255});
}

// A 1 × 1 PNG, black and wholly transparent: on white paper it is white.
TEST(ImageFile, LaysTransparencyOnWhite) {
    const auto png = from_hex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000b49444154789c6360000200000500017a5eab3f0000000049454e44ae426082");
    const auto read = decode_image(*png);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->grey, std::vector<std::uint8_t>{255});
}

struct BadFile {
    const char* what;
    std::string bytes;
    Errc code;
    const char* words;
};

TEST(ImageFile, RefusesWhatIsNoPictureInWords) {
    const Bytes png = *to_png(chessboard(64, 64));
    std::string cut(as_text(png).substr(0, png.size() / 2));
    std::string huge(as_text(png));
    huge.replace(16, 8, std::string("\x00\x00\x40\x00\x00\x00\x40\x00", 8));  // 16384 × 16384
    const BadFile files[] = {
        {"empty", "", Errc::Corrupt, "the file is empty"},
        {"text", "not a picture at all", Errc::Corrupt, "not a PNG, JPEG or PNM picture"},
        {"cut", cut, Errc::Corrupt, "damaged"},
        {"only a beginning", "\x89PNG\r\n\x1a\n", Errc::Corrupt, "save it as PNG"},
        {"huge", huge, Errc::Full, "16384 x 16384"},
        {"short PNM", "P5 100 100 255 abc", Errc::Corrupt, "damaged"},
        {"a JPEG's beginning", "\xFF\xD8\xFF\xE0", Errc::Corrupt, "JPEG"},
    };
    const TemporaryFolder folder;
    for (const auto& file : files) {
        SCOPED_TRACE(file.what);
        const std::string path = folder / "bad.png";
        write(path, file.bytes);
        const auto read = load_image(path);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, file.code) << read.error().detail;
        EXPECT_THAT(read.error().detail, StartsWith(path + ": "));
        EXPECT_THAT(read.error().detail, HasSubstr(file.words));
    }
    EXPECT_EQ(load_image(folder / "none.png").error().code, Errc::NotFound);
    EXPECT_THAT(load_image(folder.path()).error().detail, HasSubstr("is a folder"));
}

TEST(ImageFile, SurvivesAnyDamage) {
    const std::string pnm = "P6 3 3 255 abcdefghiabcdefghiabcdefghi";
    const Bytes good[] = {*to_png(chessboard(24, 24)), gradient_jpeg(), {pnm.begin(), pnm.end()}};
    std::mt19937 random(20260308);
    for (int round = 0; round < 3000; ++round) {
        Bytes bad = good[round % 3];
        for (int hits = 0; hits < 3; ++hits)
            bad[random() % bad.size()] = static_cast<std::uint8_t>(random());
        bad.resize(bad.size() - random() % 20);
        const auto read = decode_image(bad);
        if (!read) continue;
        EXPECT_EQ(read->grey.size(), std::size_t{read->width} * read->height);
    }
}

TEST(Pixels, TakeTheGreyOfEachFormatRowByRow) {
    const Bytes bytes{1, 2, 3, 4, 99, 5, 6, 7, 8};
    EXPECT_EQ(to_grey({PixelFormat::Grey, 4, 2, 5}, bytes)->grey,
              (std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6, 7, 8}));
    EXPECT_EQ(to_grey({PixelFormat::Yuyv, 2, 2, 5}, bytes)->grey,
              (std::vector<std::uint8_t>{1, 3, 5, 7}));
    EXPECT_EQ(to_grey({PixelFormat::Mjpeg, 0, 0, 0}, *to_png(chessboard(8, 8)))->width, 8u);
}

TEST(Pixels, RefuseABufferThatIsTooShort) {
    const Bytes bytes(15);
    for (const PixelLayout layout :
         {PixelLayout{PixelFormat::Grey, 4, 4, 4}, PixelLayout{PixelFormat::Yuyv, 4, 2, 8},
          PixelLayout{PixelFormat::Grey, 4, 2, 3}, PixelLayout{PixelFormat::Grey, 0, 0, 0},
          PixelLayout{PixelFormat::Mjpeg, 4, 4, 0}})
        EXPECT_EQ(to_grey(layout, bytes).error().code, Errc::Corrupt);
}

// The same without its two segments of Huffman tables, as cheap cameras send it.
Bytes without_tables(const Bytes& jpeg) {
    const std::string_view all = as_text(jpeg);
    const auto first = all.find("\xFF\xC4"), scan = all.find("\xFF\xDA");
    const std::string bare = std::string(all.substr(0, first)) + std::string(all.substr(scan));
    return {bare.begin(), bare.end()};
}

TEST(Pixels, ReadMotionJpegThatLeavesItsTablesOut) {
    const Bytes whole = gradient_jpeg();
    const auto read = decode_image(whole);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_LT(read->at(8, 0), 20);
    EXPECT_GT(read->at(8, 15), 235);
    const Bytes bare = without_tables(whole);
    ASSERT_LT(bare.size() + 200, whole.size());
    EXPECT_EQ(to_grey({PixelFormat::Mjpeg, 16, 16, 0}, bare)->grey, read->grey);
    EXPECT_EQ(with_sound_tables(whole), whole);
}

TEST(JpegTables, RefuseATableWithMoreValuesThanThereAre) {
    Bytes jpeg = gradient_jpeg();
    const std::size_t tables = as_text(jpeg).find("\xFF\xC4");
    jpeg[tables + 6] = 0xFF;  // 255 codes of two bits
    jpeg[tables + 7] = 0xFF;
    EXPECT_EQ(with_sound_tables(jpeg), std::nullopt);
    EXPECT_THAT(decode_image(jpeg).error().detail, HasSubstr("bad JPEG segments"));
}

TEST(ImageCamera, GivesAFolderInTheOrderOfItsNames) {
    const TemporaryFolder folder;
    write(folder / "b.PGM", "P5 1 1 255 B");
    write(folder / "a.pgm", "P5 1 1 255 A");
    write(folder / "c.png", "broken");
    write(folder / "d.ppm", "P5 1 1 255 D");
    write(folder / "notes.txt", "no picture");
    auto camera = *ImageCamera::open(folder.path(), AtEnd::Stop);
    EXPECT_EQ(camera->next_frame(0)->grey[0], 'A');
    EXPECT_EQ(camera->next_frame(0)->grey[0], 'B');
    EXPECT_THAT(camera->next_frame(0).error().detail, HasSubstr("c.png"));
    EXPECT_EQ(camera->next_frame(0)->grey[0], 'D');
    EXPECT_EQ(camera->next_frame(1).error().code, Errc::Timeout);
    EXPECT_EQ(camera->health().state, DeviceState::Ready);
}

TEST(ImageCamera, ShowsOnePictureAgainAndAgainIfAsked) {
    const TemporaryFolder folder;
    write(folder / "a.pgm", "P5 1 1 255 A");
    auto camera = *ImageCamera::open(folder / "a.pgm", AtEnd::StartOver);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(camera->next_frame(0)->grey[0], 'A');
    std::filesystem::remove(folder / "a.pgm");
    EXPECT_EQ(camera->next_frame(0).error().code, Errc::NotFound);
    EXPECT_EQ(camera->health().words.key, "device.images_gone");
}

TEST(ImageCamera, SaysWhatIsMissing) {
    const TemporaryFolder folder;
    EXPECT_THAT(ImageCamera::open(folder.path(), AtEnd::Stop).error().detail,
                HasSubstr("no .png, .jpg or .pnm picture"));
    EXPECT_EQ(ImageCamera::open(folder / "none", AtEnd::Stop).error().code, Errc::NotFound);
}

}  // namespace
}  // namespace kopilka::drivers
