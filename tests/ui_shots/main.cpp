#include "pos/app/screenshots_command.h"
#include <cstring>
#include <iostream>
int main(int argc, char** argv) {
    kopilka::app::ScreenshotsOptions o;
    o.out = argv[1];
    for (int i = 2; i < argc; ++i) {
        std::string a = argv[i];
        if (a == "ru") o.language = kopilka::Language::Russian;
        else if (a == "en") o.language = kopilka::Language::English;
        else if (a == "small") o.sizes.push_back({1024, 768});
        else if (a == "large") o.sizes.push_back({1920, 1080});
        else o.screen = a;
    }
    return kopilka::app::screenshots_command(o, std::cerr);
}
