// Keys pressed at the till: a keyboard-wedge scanner's codes, or a person's typing. Keys are held
// back until their pace tells whose they are, so that a scan leaves no trace in a field that
// happened to be open, and its Enter confirms nothing there. Works on scancodes and our own layout:
// the desktop's layout never matters.
#pragma once
#include "drivers/device.h"
#include "pos/scan/wedge.h"

#include <optional>
#include <vector>

#include <SDL.h>

namespace kopilka::app {

// Whether something on the screen takes what a person types.
enum class Field : std::uint8_t { None, Shown };

class Typing {
public:
    static bool concerns(const SDL_Event& event);  // keys and the text that they make

    // What was scanned, when this event ended it. A person's typing that Enter ends is a code too,
    // unless a field takes it.
    std::optional<drivers::RawScan> take(const SDL_Event& event, Field field);
    // A person's events, for the fields of the screen. `now_ms` of SDL_GetTicks.
    std::vector<SDL_Event> release(std::uint64_t now_ms, Field field);
    // A scan may be under way: drawing a frame now would take the time that tells whose keys
    // these are.
    bool holds() const { return !held_.empty(); }

private:
    std::optional<drivers::RawScan> take_key(const SDL_KeyboardEvent& key, Field field);

    Wedge burst_;  // hears keys since the last long pause: what a scanner sends
    Wedge whole_;  // hears all since the last Enter: what a person types
    std::vector<SDL_Event> held_;
    bool a_persons_ = false;  // held_ waits for nothing more
    std::uint64_t first_at_ms_ = 0;
    std::uint64_t last_at_ms_ = 0;
};

}  // namespace kopilka::app
