// Keys pressed at the till: a keyboard-wedge scanner's codes, or a person's typing. Works on
// scancodes and our own layout, so the desktop's layout never matters.
#pragma once
#include "drivers/device.h"
#include "pos/scan/wedge.h"
#include "pos/ui/screens.h"

#include <optional>

#include <SDL.h>

namespace kopilka::app {

class Typing {
public:
    // What was scanned, when this key ended it. A person's typing that Enter ends counts as a typed
    // code, unless a field on the screen takes it.
    std::optional<drivers::RawScan> key(const SDL_KeyboardEvent& key, ui::Memory& memory);

private:
    Wedge wedge_;
    // The screen's memory before the first key of what is being typed: a scan leaves no trace in a
    // field that happened to be open.
    std::optional<ui::Memory> before_;
};

}  // namespace kopilka::app
