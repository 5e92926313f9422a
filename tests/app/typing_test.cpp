#include "pos/app/typing.h"

#include <gtest/gtest.h>

namespace kopilka::app {
namespace {

// A keyboard at a pace; its keys go to a Typing as SDL reports them.
class Keyboard {
public:
    explicit Keyboard(Field field) : field_(field) {}

    void wait(std::uint32_t ms) { now_ms_ += ms; }
    // Each key, its letter, and letting go, `pace_ms` after the key before.
    void type(std::string_view text, std::uint32_t pace_ms) {
        for (const char character : text) {
            wait(pace_ms);
            stroke(*stroke_for(character));
            SDL_Event letter{};
            letter.text.type = SDL_TEXTINPUT;
            letter.text.timestamp = now_ms_;
            letter.text.text[0] = character;
            take(letter);
        }
    }
    void enter(std::uint32_t pace_ms) {
        wait(pace_ms);
        stroke({SDL_SCANCODE_RETURN});
    }
    // What the till heard, and what the fields of the screen did.
    const std::vector<std::string>& scans() const { return scans_; }
    const std::string& letters() const { return letters_; }
    int enters() const { return enters_; }
    Typing& typing() { return typing_; }
    // As the window's loop does when nothing comes.
    void rest() {
        wait(kWedgePauseMs + 1);
        release();
    }

private:
    void stroke(const KeyStroke& stroke) {
        for (const bool down : {true, false}) {
            SDL_Event event{};
            event.key.type = down ? SDL_KEYDOWN : SDL_KEYUP;
            event.key.timestamp = now_ms_;
            event.key.keysym.scancode = static_cast<SDL_Scancode>(stroke.usage);
            event.key.keysym.mod = static_cast<Uint16>(stroke.shift ? KMOD_LSHIFT : KMOD_NONE);
            take(event);
        }
    }
    void take(const SDL_Event& event) {
        release();
        if (const auto scan = typing_.take(event, field_)) scans_.push_back(scan->text);
        release();
    }
    void release() {
        for (const SDL_Event& event : typing_.release(now_ms_, field_)) {
            if (event.type == SDL_TEXTINPUT) letters_ += event.text.text;
            if (event.type == SDL_KEYDOWN && event.key.keysym.scancode == SDL_SCANCODE_RETURN)
                ++enters_;
        }
    }

    Field field_;
    Typing typing_;
    std::uint32_t now_ms_ = 1000;
    std::vector<std::string> scans_;
    std::string letters_;
    int enters_ = 0;
};

constexpr std::uint32_t kScanner = 4;
constexpr std::uint32_t kPerson = 180;
using Codes = std::vector<std::string>;

TEST(Typing, KeepsAScanAndItsEnterAwayFromTheFieldsOfTheScreen) {
    Keyboard keyboard(Field::Shown);
    keyboard.type("50", kPerson);
    keyboard.wait(600);
    keyboard.type("4600000013794", kScanner);
    EXPECT_TRUE(keyboard.typing().holds());
    keyboard.enter(kScanner);
    keyboard.rest();
    EXPECT_EQ(keyboard.scans(), Codes{"4600000013794"});
    EXPECT_EQ(keyboard.letters(), "50");
    EXPECT_EQ(keyboard.enters(), 0);
    EXPECT_FALSE(keyboard.typing().holds());
}

TEST(Typing, GivesAPersonsKeysToTheFieldAndMakesNoCodeOfThem) {
    Keyboard keyboard(Field::Shown);
    keyboard.type("1234", kPerson);
    keyboard.enter(kPerson);
    keyboard.rest();
    EXPECT_EQ(keyboard.letters(), "1234");
    EXPECT_EQ(keyboard.enters(), 1);
    EXPECT_EQ(keyboard.scans(), Codes{});
}

TEST(Typing, MakesACodeOfAPersonsTypingWhereNoFieldTakesIt) {
    Keyboard keyboard(Field::None);
    keyboard.type("4600000013794", kPerson);
    keyboard.enter(kPerson);
    EXPECT_EQ(keyboard.scans(), Codes{"4600000013794"});
}

TEST(Typing, HearsAScanRightAfterKeysThatNobodyEnded) {
    Keyboard keyboard(Field::None);
    keyboard.type("7", kPerson);  // an elbow
    keyboard.wait(1000);
    keyboard.type("KT1-ANNA", kScanner);
    keyboard.enter(kScanner);
    EXPECT_EQ(keyboard.scans(), Codes{"KT1-ANNA"});
}

TEST(Typing, DoesNotTakeAHurriedPersonForAScannerForLong) {
    Keyboard keyboard(Field::Shown);
    keyboard.type("milk milk milk milk milk milk", 90);
    EXPECT_NE(keyboard.letters(), "");
    keyboard.rest();
    EXPECT_EQ(keyboard.letters(), "milk milk milk milk milk milk");
}

}  // namespace
}  // namespace kopilka::app
