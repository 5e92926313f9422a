// A scanner that pretends to be a keyboard, made a scanner again: key presses in, codes out.
//
// Works on HID usages of page 0x07, which SDL scancodes equal, and on a US layout of our own: the
// layout of the desktop (Cyrillic, AZERTY) never matters, and text input is never used. Pure: the
// time comes with each key. It does not decide which keyboard is a scanner where the system tells
// (drivers/hid); where it cannot, `looks_scanned` tells by the pace.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace kopilka {

struct KeyPress {
    std::uint16_t usage = 0;  // HID usage = SDL_Scancode: 0x04 is A, 0x28 Enter
    bool pressed = true;      // false when the key is let go
    bool shift = false;       // modifiers held at that moment, either side
    bool control = false;
    bool alt = false;
    bool caps_lock = false;   // on, as the system sees it; keys 0x39 themselves are ignored
    std::uint64_t at_ms = 0;  // any clock that does not go back
};

constexpr std::uint64_t kWedgePauseMs = 100;   // a longer one between two keys is a person's
constexpr std::uint64_t kWedgeWholeMs = 1500;  // no scanner needs longer for a whole code

struct WedgeText {
    std::string text;            // bytes; GS as 0x1D
    bool looks_scanned = false;  // ≥ 4 characters without a person's pause, in kWedgeWholeMs
    bool operator==(const WedgeText&) const = default;
};

class Wedge {
public:
    // The text when Enter or Tab ends it; empty texts are not reported.
    // GS is understood as Ctrl+], F8 and Alt+029; Alt+number on the keypad as that byte.
    std::optional<WedgeText> feed(const KeyPress& key);
    // What has been typed so far, for a screen that shows a person's own typing.
    const std::string& pending() const { return text_; }
    void clear();

private:
    void take(char character, std::uint64_t at_ms);
    void take_alt_digit(std::uint16_t usage);
    void end_alt(std::uint64_t at_ms);
    std::optional<WedgeText> finish(std::uint64_t at_ms);

    std::string text_;
    std::optional<unsigned> alt_number_;  // being typed on the keypad with Alt held
    std::uint64_t first_at_ms_ = 0;
    std::uint64_t last_at_ms_ = 0;
    bool steady_ = true;  // no pause of a person so far
};

// The key and whether Shift is wanted for a character of the US layout: what tests and the
// simulated scanner type. nullopt for what no key gives (GS is typed as Ctrl+]).
struct KeyStroke {
    std::uint16_t usage = 0;
    bool shift = false;
    bool control = false;
};
std::optional<KeyStroke> stroke_for(char character);

}  // namespace kopilka
