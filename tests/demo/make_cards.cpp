// make_cards TABLE FOLDER: draws assets/demo/cards and assets/demo/photos from
// assets/demo/cards.tsv.
#include "drivers/escpos/png_file.h"
#include "tests/demo/card_picture.h"
#include "tests/demo/demo_cards.h"
#include "tests/demo/shots.h"

#include <filesystem>
#include <iostream>

namespace kopilka {
namespace {

Result<void> make_cards(const std::string& table, const std::filesystem::path& folder) {
    const auto cards = read_demo_cards(table);
    if (!cards) return tl::make_unexpected(cards.error());
    auto font = drivers::Font::open();
    if (!font) return tl::make_unexpected(font.error());
    std::filesystem::create_directories(folder / "cards");
    std::filesystem::create_directories(folder / "photos");
    for (const DemoCard& card : *cards) {
        const Frame picture = draw_card(card, *font);
        const std::string drawn = folder / "cards" / (picture_name(card) + ".png");
        if (auto saved = drivers::save_png(picture, drawn); !saved) return saved;
        for (const auto& [suffix, shot] : shots_of(card)) {
            const std::string taken = folder / "photos" / (picture_name(card) + suffix + ".png");
            auto saved = drivers::save_png(photograph(picture, shot), taken);
            if (!saved) return saved;
        }
    }
    return {};
}

}  // namespace
}  // namespace kopilka

int main(int count, char** words) {
    if (count != 3) {
        std::cerr << "usage: make_cards assets/demo/cards.tsv assets/demo\n";
        return 2;
    }
    if (const auto made = kopilka::make_cards(words[1], words[2]); !made) {
        std::cerr << made.error().detail << "\n";
        return 1;
    }
    return 0;
}
