#include "pos/app/typing.h"

#include <utility>

namespace kopilka::app {
namespace {

// Longer than a busy machine may keep a scanner's keys from us.
constexpr std::uint64_t kBurstPauseMs = 500;

KeyPress press_of(const SDL_KeyboardEvent& key) {
    KeyPress press;
    press.usage = static_cast<std::uint16_t>(key.keysym.scancode);
    press.pressed = key.type == SDL_KEYDOWN;
    press.shift = (key.keysym.mod & KMOD_SHIFT) != 0;
    press.control = (key.keysym.mod & KMOD_CTRL) != 0;
    press.alt = (key.keysym.mod & KMOD_ALT) != 0;
    press.caps_lock = (key.keysym.mod & KMOD_CAPS) != 0;
    press.at_ms = key.timestamp;
    return press;
}

}  // namespace

bool Typing::concerns(const SDL_Event& event) {
    return event.type == SDL_KEYDOWN || event.type == SDL_KEYUP || event.type == SDL_TEXTINPUT;
}

std::optional<drivers::RawScan> Typing::take(const SDL_Event& event, Field field) {
    const std::uint64_t now = event.common.timestamp;
    if (held_.empty()) first_at_ms_ = now;
    if (now - last_at_ms_ > kBurstPauseMs) burst_.clear();
    last_at_ms_ = now;
    held_.push_back(event);
    if (event.type == SDL_TEXTINPUT) return std::nullopt;
    if (event.key.repeat != 0) {  // a key held down
        a_persons_ = true;
        return std::nullopt;
    }
    return take_key(event.key, field);
}

std::optional<drivers::RawScan> Typing::take_key(const SDL_KeyboardEvent& key, Field field) {
    const auto scanned = burst_.feed(press_of(key));
    const auto typed = whole_.feed(press_of(key));
    if (!typed) return std::nullopt;
    const bool a_scan = scanned && scanned->looks_scanned;
    if (!a_scan && field == Field::Shown) {
        a_persons_ = true;
        return std::nullopt;
    }
    held_.clear();
    return drivers::RawScan{a_scan ? scanned->text : typed->text, ""};
}

std::vector<SDL_Event> Typing::release(std::uint64_t now_ms, Field field) {
    const bool waits = !a_persons_ && now_ms - last_at_ms_ <= kWedgePauseMs &&
                       now_ms - first_at_ms_ <= kWedgeWholeMs;
    if (held_.empty() || waits) return {};
    a_persons_ = false;
    if (field == Field::Shown) whole_.clear();
    return std::exchange(held_, {});
}

}  // namespace kopilka::app
