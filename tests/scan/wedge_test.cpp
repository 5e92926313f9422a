#include "pos/scan/wedge.h"

#include <gtest/gtest.h>

namespace kopilka {
namespace {

constexpr std::uint16_t kEnter = 0x28;
constexpr std::uint16_t kTab = 0x2b;
constexpr std::uint16_t kLeftAlt = 0xe2;
constexpr std::uint16_t kPadZero = 0x62;

class Keyboard {
public:
    explicit Keyboard(std::uint64_t pace_ms = 5) : pace_ms_(pace_ms) {}

    std::optional<WedgeText> press(KeyPress key) {
        key.at_ms = now_ms_ += pace_ms_;
        auto done = wedge_.feed(key);
        key.pressed = false;
        const auto released = wedge_.feed(key);
        EXPECT_EQ(released, std::nullopt);
        return done;
    }
    void type(std::string_view text, bool caps_lock = false) {
        for (const char c : text) {
            const auto stroke = stroke_for(c);
            ASSERT_TRUE(stroke) << "no key for " << c;
            EXPECT_FALSE(
                press({stroke->usage, true, stroke->shift, stroke->control, false, caps_lock}));
        }
    }
    void type_by_number(std::string_view text) {  // Alt held, three digits on the keypad
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            for (const unsigned divisor : {100u, 10u, 1u}) {
                const unsigned digit = byte / divisor % 10;
                const auto usage = static_cast<std::uint16_t>(digit == 0 ? kPadZero : 0x58 + digit);
                press({usage, true, false, false, true});
            }
            wedge_.feed({kLeftAlt, false, false, false, false, false, now_ms_});
        }
    }
    std::optional<WedgeText> enter() { return press({kEnter}); }
    void wait(std::uint64_t ms) { now_ms_ += ms; }
    Wedge& wedge() { return wedge_; }

private:
    Wedge wedge_;
    std::uint64_t pace_ms_;
    std::uint64_t now_ms_ = 1000;
};

std::string all_of_ascii() {
    std::string text;
    for (char c = ' '; c <= '~'; ++c) text += c;
    return text + "\x1d";
}

TEST(Wedge, ReadsAllOfAsciiAndTheSeparator) {
    Keyboard keys;
    keys.type(all_of_ascii());
    EXPECT_EQ(keys.enter(), (WedgeText{all_of_ascii(), true}));
}

TEST(Wedge, ReadsTheSameByNumbersOnTheKeypad) {
    Keyboard keys(2);
    keys.type_by_number(all_of_ascii() + "\xd0\x9a");
    EXPECT_EQ(keys.enter(), (WedgeText{all_of_ascii() + "\xd0\x9a", true}));
}

TEST(Wedge, TakesCapsLockForWhatItDoes) {
    Keyboard keys;
    keys.type("abcXYZ-1", true);
    EXPECT_EQ(keys.enter()->text, "ABCxyz-1");
}

TEST(Wedge, ReadsTheKeypadAndF8) {
    Keyboard keys;
    for (const auto usage : std::initializer_list<std::uint16_t>{0x59, 0x61, 0x62, 0x63, 0x54, 0x55,
                                                                 0x56, 0x57, 0x41, 0x5a})
        keys.press({usage});
    EXPECT_EQ(keys.press({0x58})->text,
              "190./*-+\x1d"
              "2");
}

TEST(Wedge, EndsACodeAtTabAndReportsNoEmptyOne) {
    Keyboard keys;
    EXPECT_FALSE(keys.enter());
    keys.type("2900000000025");
    EXPECT_EQ(keys.press({kTab})->text, "2900000000025");
    EXPECT_FALSE(keys.enter());
}

TEST(Wedge, LeavesShortcutsAndBareModifiersAlone) {
    Keyboard keys;
    for (std::uint16_t usage = 0xe0; usage <= 0xe7; ++usage) keys.press({usage});
    keys.press({0x06, true, false, true});         // Ctrl+C
    keys.press({0x2b, true, false, false, true});  // Alt+Tab
    keys.press({0x3a});                            // F1
    EXPECT_EQ(keys.wedge().pending(), "");
    keys.type("4600");
    EXPECT_EQ(keys.wedge().pending(), "4600");
    keys.wedge().clear();
    EXPECT_FALSE(keys.enter());
}

TEST(Wedge, TellsAScannerFromAPersonByThePace) {
    struct Case {
        std::string text;
        std::uint64_t pace_ms;
        std::uint64_t pause_ms;  // after the second character
        bool scanned;
    };
    for (const Case& c :
         {Case{"4600000000015", 5, 0, true}, Case{"4600000000015", 100, 0, true},
          Case{"4600000000015", 101, 0, false}, Case{"460", 5, 0, false}, Case{"4600", 5, 0, true},
          Case{"4600000000015", 5, 200, false}, Case{std::string(20, '7'), 90, 0, false}}) {
        Keyboard keys(c.pace_ms);
        keys.type(c.text.substr(0, 2));
        keys.wait(c.pause_ms);
        keys.type(c.text.substr(2));
        const auto done = keys.enter();
        ASSERT_TRUE(done);
        EXPECT_EQ(done->looks_scanned, c.scanned) << c.text << " at " << c.pace_ms << " ms";
    }
}

}  // namespace
}  // namespace kopilka
