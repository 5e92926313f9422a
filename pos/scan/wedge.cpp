#include "pos/scan/wedge.h"

#include "pos/scan/gs1.h"

#include <string_view>
#include <utility>

namespace kopilka {
namespace {

// HID Usage Tables 1.4, page 0x07.
constexpr std::uint16_t kA = 0x04;
constexpr std::uint16_t kZ = 0x1d;
constexpr std::uint16_t kOne = 0x1e;  // then 2 … 9, 0
constexpr std::uint16_t kEnter = 0x28;
constexpr std::uint16_t kTab = 0x2b;
constexpr std::uint16_t kSpace = 0x2c;
constexpr std::uint16_t kMinus = 0x2d;  // then = [ ] \ (non-US #) ; ' ` , . /
constexpr std::uint16_t kRightBracket = 0x30;
constexpr std::uint16_t kF8 = 0x41;
constexpr std::uint16_t kPadSlash = 0x54;  // then * - + Enter 1 … 9 0 .
constexpr std::uint16_t kPadEnter = 0x58;
constexpr std::uint16_t kPadOne = 0x59;
constexpr std::uint16_t kPadZero = 0x62;

constexpr std::string_view kDigits = "1234567890";
constexpr std::string_view kShiftedDigits = "!@#$%^&*()";
constexpr std::string_view kMarks = "-=[]\\#;'`,./";
constexpr std::string_view kShiftedMarks = "_+{}|~:\"~<>?";
constexpr std::string_view kPad = "/*-+\n1234567890.";

constexpr std::size_t kLeastScanned = 4;

// The character of a key in the row that starts at `first`, 0 if the key is not in it.
char in_row(std::string_view row, std::uint16_t first, std::uint16_t usage) {
    const std::size_t index = static_cast<std::size_t>(usage) - first;
    return usage >= first && index < row.size() ? row[index] : '\0';
}

char character_of(std::uint16_t usage, bool shift, bool caps_lock) {
    if (usage >= kA && usage <= kZ)
        return static_cast<char>((shift != caps_lock ? 'A' : 'a') + (usage - kA));
    if (usage == kSpace) return ' ';
    if (const char c = in_row(shift ? kShiftedDigits : kDigits, kOne, usage)) return c;
    if (const char c = in_row(shift ? kShiftedMarks : kMarks, kMinus, usage)) return c;
    return in_row(kPad, kPadSlash, usage);
}

std::optional<KeyStroke> in_rows(char character, std::string_view plain, std::string_view shifted,
                                 std::uint16_t first) {
    if (const auto at = plain.rfind(character); at != std::string_view::npos)
        return KeyStroke{static_cast<std::uint16_t>(first + at), false};
    if (const auto at = shifted.rfind(character); at != std::string_view::npos)
        return KeyStroke{static_cast<std::uint16_t>(first + at), true};
    return std::nullopt;
}

}  // namespace

std::optional<WedgeText> Wedge::feed(const KeyPress& key) {
    if (!key.alt) end_alt(key.at_ms);
    if (!key.pressed) return std::nullopt;
    if (key.alt) {
        take_alt_digit(key.usage);
        return std::nullopt;
    }
    if (key.usage == kEnter || key.usage == kPadEnter || key.usage == kTab)
        return finish(key.at_ms);
    if (key.usage == kF8 || (key.control && key.usage == kRightBracket))
        take(kGroupSeparator, key.at_ms);
    else if (key.control)
        return std::nullopt;  // a shortcut of a person, not a code
    else if (const char c = character_of(key.usage, key.shift, key.caps_lock))
        take(c, key.at_ms);
    return std::nullopt;
}

void Wedge::take(char character, std::uint64_t at_ms) {
    if (text_.empty())
        first_at_ms_ = at_ms;
    else if (at_ms - last_at_ms_ > kWedgePauseMs)
        steady_ = false;
    last_at_ms_ = at_ms;
    text_ += character;
}

void Wedge::take_alt_digit(std::uint16_t usage) {
    if (usage < kPadOne || usage > kPadZero) return;
    const unsigned digit = (usage - kPadOne + 1u) % 10;
    constexpr unsigned kByte = 256;
    alt_number_ = (alt_number_.value_or(0) * 10 + digit) % kByte;
}

void Wedge::end_alt(std::uint64_t at_ms) {
    if (const auto number = std::exchange(alt_number_, std::nullopt); number && *number != 0)
        take(static_cast<char>(*number), at_ms);
}

std::optional<WedgeText> Wedge::finish(std::uint64_t at_ms) {
    const bool quick =
        at_ms - last_at_ms_ <= kWedgePauseMs && at_ms - first_at_ms_ <= kWedgeWholeMs;
    WedgeText done{text_, steady_ && quick && text_.size() >= kLeastScanned};
    clear();
    if (done.text.empty()) return std::nullopt;
    return done;
}

void Wedge::clear() { *this = Wedge(); }

std::optional<KeyStroke> stroke_for(char character) {
    if (character == kGroupSeparator) return KeyStroke{kRightBracket, false, true};
    if (character == ' ') return KeyStroke{kSpace, false};
    if (character >= 'a' && character <= 'z')
        return KeyStroke{static_cast<std::uint16_t>(kA + (character - 'a')), false};
    if (character >= 'A' && character <= 'Z')
        return KeyStroke{static_cast<std::uint16_t>(kA + (character - 'A')), true};
    if (const auto digit = in_rows(character, kDigits, kShiftedDigits, kOne)) return digit;
    return in_rows(character, kMarks, kShiftedMarks, kMinus);
}

}  // namespace kopilka
