#include "pos/app/typing.h"

namespace kopilka::app {
namespace {

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

std::optional<drivers::RawScan> Typing::key(const SDL_KeyboardEvent& key, ui::Memory& memory) {
    if (key.repeat != 0) return std::nullopt;  // a key held down is a person's
    if (wedge_.pending().empty()) before_ = memory;
    const auto typed = wedge_.feed(press_of(key));
    if (!typed) return std::nullopt;
    const bool for_a_field = before_ && before_->open != ui::Open::Nothing;
    if (typed->looks_scanned && before_) memory = *before_;
    if (!typed->looks_scanned && for_a_field) return std::nullopt;
    return drivers::RawScan{typed->text, ""};
}

}  // namespace kopilka::app
