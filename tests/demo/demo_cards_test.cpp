// The card pictures that are checked in: made by make_cards, read by the till's own reader.
#include "tests/demo/demo_cards.h"

#include "drivers/camera/image_file.h"
#include "pos/scan/decode.h"
#include "pos/scan/payload.h"
#include "tests/demo/card_picture.h"
#include "tests/demo/shots.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace kopilka {
namespace {

const std::string kDemo = SOURCE_DIR "/assets/demo/";

std::vector<DemoCard> demo_cards() {
    const auto cards = read_demo_cards(kDemo + "cards.tsv");
    EXPECT_TRUE(cards) << cards.error().detail;
    return cards.value_or(std::vector<DemoCard>{});
}

Frame load(const std::string& path) {
    const auto frame = drivers::load_image(path);
    EXPECT_TRUE(frame) << frame.error().detail << ": run make_cards";
    return frame.value_or(Frame{});
}

// The number that the till would look the member up by.
std::string number_in(const Frame& frame) {
    const auto ranges = CodeRanges::parse(usual_code_ranges());
    const auto symbols = decode(frame);
    if (symbols.empty()) return "no code";
    const auto payload = interpret(*ranges, symbols.front());
    if (!payload) return words_for(payload.error()).key;
    if (const auto* phone = std::get_if<PhoneCode>(&*payload)) return phone->e164;
    if (const auto* card = std::get_if<CardCode>(&*payload)) return card->number;
    return "not a card";
}

std::vector<std::filesystem::path> pictures_in(const std::string& folder) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(kDemo + folder))
        paths.push_back(entry.path());
    return paths;
}

TEST(DemoCards, AreReadFromEveryPictureAndPhotograph) {
    std::size_t photographs = 0;
    for (const DemoCard& card : demo_cards()) {
        const std::string name = picture_name(card);
        EXPECT_EQ(number_in(load(kDemo + "cards/" + name + ".png")), card.number) << name;
        for (const auto& [suffix, shot] : shots_of(card)) {
            const std::string photo = kDemo + "photos/" + name + suffix + ".png";
            EXPECT_EQ(number_in(load(photo)), card.number) << photo;
            ++photographs;
        }
    }
    EXPECT_GE(photographs, 16u);
    EXPECT_EQ(pictures_in("cards").size(), demo_cards().size());
    EXPECT_EQ(pictures_in("photos").size(), photographs);
}

TEST(DemoCards, AreWhatTheProgramDraws) {
    auto font = drivers::Font::open();
    ASSERT_TRUE(font) << font.error().detail;
    for (const DemoCard& card : demo_cards()) {
        const Frame drawn = draw_card(card, *font);
        const Frame kept = load(kDemo + "cards/" + picture_name(card) + ".png");
        EXPECT_EQ(drawn.width, kept.width);
        EXPECT_TRUE(drawn.grey == kept.grey) << picture_name(card) << ": run make_cards";
    }
}

TEST(DemoCards, AreTheSamePhotographsEveryTime) {
    auto font = drivers::Font::open();
    ASSERT_TRUE(font) << font.error().detail;
    const DemoCard card = demo_cards().front();
    const auto [suffix, shot] = shots_of(card).back();
    const Frame taken = photograph(draw_card(card, *font), shot);
    const Frame kept = load(kDemo + "photos/" + picture_name(card) + suffix + ".png");
    EXPECT_TRUE(taken.grey == kept.grey) << "run make_cards";
}

TEST(DemoCards, StaySmall) {
    for (const std::string folder : {"cards", "photos"})
        for (const auto& path : pictures_in(folder))
            EXPECT_LT(std::filesystem::file_size(path), 250'000u) << path;
}

}  // namespace
}  // namespace kopilka
