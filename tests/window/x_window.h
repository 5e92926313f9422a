// What xdotool of Debian 12 cannot do with a window of the display $DISPLAY: photograph it, and ask
// it to close as the cross of its frame does.
#pragma once
#include <string>

namespace kopilka {

// `title` is the whole title. False where there is no such window.
bool photograph_window(const std::string& title, const std::string& png_path);
bool ask_to_close(const std::string& title);

}  // namespace kopilka
