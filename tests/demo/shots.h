// How each demo card is photographed: once held well, once in a hurry in the evening.
#pragma once
#include "tests/demo/demo_cards.h"
#include "tests/demo/photograph.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace kopilka {

// The name's suffix ("" or "-evening") and the shot.
inline std::vector<std::pair<std::string, Shot>> shots_of(const DemoCard& card) {
    // The same for a name and kind always: a sum of its letters, spread out.
    std::uint64_t seed = 0;
    for (const char c : picture_name(card)) seed = seed * 31 + static_cast<unsigned char>(c);
    const auto lean = [&](int place, int most) {  // −most … most
        return static_cast<double>((seed >> place) % static_cast<unsigned>(2 * most + 1)) - most;
    };
    Shot calm{lean(0, 5), lean(3, 12), lean(5, 10), 0.72, lean(7, 3) / 100, lean(9, 3) / 100};
    calm.seed = seed;
    if (on_a_telephone(card)) calm.size = 0.70;
    Shot evening{lean(2, 9), lean(4, 22), lean(6, 18), 0.64, lean(8, 6) / 100, lean(1, 5) / 100};
    evening.blur = 1;
    evening.noise = 7;
    evening.darkest = 40;
    evening.seed = seed + 1;
    if (on_a_telephone(card)) evening.size = 0.66;
    return {{"", calm}, {"-evening", evening}};
}

}  // namespace kopilka
