// `till screenshots OUT`: every screen on the demo's data as SCREEN-LANG-WxH-THEME.png, drawn
// offscreen by the same code that draws the till's windows.
#pragma once
#include "pos/core/text.h"

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace kopilka::app {

struct ScreenshotsOptions {
    struct WindowSize {
        int width = 1024;
        int height = 768;
    };
    std::filesystem::path out;
    std::optional<Language> language;  // nullopt: both
    std::vector<WindowSize> sizes;     // empty: 1024×768 and 1920×1080
    std::string screen;                // only the one of this name; empty: all
};

// 0: all written; 1: a picture could not be made, said on `problems`.
int screenshots_command(const ScreenshotsOptions& options, std::ostream& problems);

}  // namespace kopilka::app
