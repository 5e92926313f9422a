#include "tests/demo/card_picture.h"

#include "tests/demo/canvas.h"
#include "tests/demo/code_image.h"

namespace kopilka {
namespace {

constexpr std::uint8_t kInk = 25;
constexpr std::uint8_t kWhite = 255;
constexpr std::uint8_t kCardFace = 70;
constexpr std::uint8_t kPhoneBody = 30;
constexpr std::uint8_t kScreen = 235;
constexpr std::uint8_t kAround = 122;  // behind the round corners: the grey of a table top

constexpr std::string_view kProgramme = "Копилка";
constexpr std::string_view kProgrammeAbroad = "KOPILKA";

// Four by four, as numbers are embossed.
std::string grouped(const std::string& number) {
    constexpr std::size_t kIsoLength = 16;
    if (number.size() != kIsoLength) return number;
    std::string out;
    for (std::size_t i = 0; i < number.size(); i += 4) out += (i ? " " : "") + number.substr(i, 4);
    return out;
}

void place_centred(Canvas& canvas, const Frame& picture, std::uint32_t y) {
    canvas.picture(picture, (canvas.width() - picture.width) / 2, y);
}

Frame plastic_card(const DemoCard& card, drivers::Font& font) {
    Canvas canvas(856, 540, kAround);
    canvas.round_box({0, 0, 856, 540}, 32, kCardFace);
    canvas.text(font, kProgramme, 48, 36, 36, kWhite);
    canvas.text(font, kProgrammeAbroad, 640, 62, 22, 150);
    canvas.round_box({40, 150, 776, 350}, 18, kWhite);
    const Symbology symbology = symbology_of(card);
    const bool square = symbology == Symbology::DataMatrix;
    place_centred(canvas, code_image(symbology, card.text, square ? 13 : 5, 150),
                  square ? 166 : 165);
    canvas.centred_text(font, grouped(card.number), 428, 440, 20, kInk);
    return canvas.frame();
}

// As large as the screen's white field lets it be.
Frame code_on_screen(const DemoCard& card) {
    constexpr std::uint32_t kField = 470;
    const std::uint32_t modules = code_image(symbology_of(card), card.text, 1).width;
    return code_image(symbology_of(card), card.text, kField / modules);
}

Frame telephone(const DemoCard& card, drivers::Font& font) {
    Canvas canvas(560, 1000, kAround);
    canvas.round_box({0, 0, 560, 1000}, 60, kPhoneBody);
    canvas.round_box({20, 30, 520, 940}, 40, kScreen);
    canvas.text(font, "9:41", 60, 52, 14, kInk);
    canvas.round_box({440, 58, 50, 20}, 6, kInk);  // battery
    canvas.centred_text(font, kProgramme, 280, 120, 30, kInk);
    canvas.round_box({36, 220, 488, 560}, 24, kWhite);
    const Frame code = code_on_screen(card);
    place_centred(canvas, code, 500 - code.height / 2);
    canvas.centred_text(font, grouped(card.number), 280, 820, 15, kInk);
    canvas.round_box({200, 945, 160, 8}, 4, kInk);
    return canvas.frame();
}

}  // namespace

Frame draw_card(const DemoCard& card, drivers::Font& font) {
    return on_a_telephone(card) ? telephone(card, font) : plastic_card(card, font);
}

}  // namespace kopilka
