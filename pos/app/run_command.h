// `till run`: the touchscreen till.
#pragma once
#include "pos/app/screens.h"

#include <ostream>
#include <string>

namespace kopilka::app {

struct RunOptions {
    Places places;
    ScreensOptions screens;
    std::optional<Language> language;  // nullopt: the shop's
    std::string camera;  // V4L2 device, folder of pictures or one picture; empty: none
    std::string prints;  // folder for what the simulated printer prints; empty: in the data folder
};
// 0 after the window was closed; 2 where it could not start.
int run_command(const RunOptions& options, std::ostream& errors);

}  // namespace kopilka::app
